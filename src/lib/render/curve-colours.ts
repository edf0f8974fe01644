/** Degrees of hue; none near the green of the cursor. Neighbours differ in lightness as well. */
const hues = [250, 60, 320, 200, 25, 285, 90, 345, 225, 45, 300, 180];

/**
 * Colours for curves on the dark or the light ground, all with a contrast of 4.5 or more to it. More than twelve begin
 * anew, which the names at their lines tell apart.
 *
 * @param places of the curves among all of their dataset, so that a curve keeps its colour whichever are shown
 */
export function curveColours(places: readonly number[], theme: 'dark' | 'light'): string[] {
  return places.map((place) => {
    const light = place % 2 === 0;
    const lightness = theme === 'dark' ? (light ? 0.8 : 0.7) : light ? 0.42 : 0.5;
    return `oklch(${lightness} 0.12 ${hues[place % hues.length]})`;
  });
}
