import type { GroundPlace } from '$lib/geometry/geodesy';
import type { MoonSight } from '$lib/geometry/moon-sight';
import { horizonDeg } from '$lib/geometry/night';
import { formatPlace } from '$lib/render/degrees-text';
import { formatCounts, formatRayleighs } from '$lib/render/quantity';
import type { CameraReading, MapReading } from '$lib/state/map-reading';
import type { RulerReading } from '$lib/state/map-ruler';

/** `4 812 counts`, `at least 1.24 kR`, `2 044 · 2 310 · 1 980 counts`; `no frame`. */
export function brightnessText({ reading }: CameraReading): string {
  if (!reading) return 'no frame';
  const { values, unit, rayleighs, saturated } = reading;
  const least = saturated ? 'at least ' : '';
  if (rayleighs !== null) return `${least}${formatRayleighs(rayleighs)}`;
  const written = values.map((value) => {
    if (Number.isNaN(value)) return 'none';
    return unit === 'counts' ? formatCounts(value) : value.toPrecision(4);
  });
  return `${least}${written.join(' · ')} ${unit}`;
}

/** A camera and what it sees: `THEMIS ASI FSMI, 61° up, 4 812 counts`. */
export function cameraText(camera: CameraReading): string {
  const { look, elevationDeg } = camera;
  return [look.name, `${elevationDeg.toFixed(0)}° up`, brightnessText(camera)].join(', ');
}

/** All that a place says in sentences, for those who move over the map by keys and do not see it. */
export function readingText(reading: MapReading | null): string {
  if (!reading) return '';
  const { magnetic, cameras } = reading;
  const sentences = [
    formatPlace(reading),
    ...(magnetic ? [`AACGM ${formatPlace(magnetic)}`] : []),
    ...(cameras === null ? [] : cameras.length === 0 ? [noCamera] : cameras.map(cameraText)),
  ];
  return `${sentences.map((sentence) => sentence.replace(/\.$/, '')).join('. ')}.`;
}

export const noCamera = 'No camera on the map sees this place.';

/** Where the Moon stands over a place, and how much of it is lit: `23° up, azimuth 195°, 62 % lit`. */
export function moonText({ lit, over }: MoonSight, place: GroundPlace): string {
  const { azimuthDeg, elevationDeg } = over(place);
  const where =
    elevationDeg > horizonDeg
      ? `${Math.max(0, elevationDeg).toFixed(0)}° up, azimuth ${(Math.round(azimuthDeg) % 360).toFixed(0)}°`
      : 'below the horizon';
  return `${where}, ${Math.round(100 * lit)} % lit`;
}

/** `742.1 km`, `1 091 km`, `3.20 km`. */
export function kilometresText(km: number): string {
  return km >= 1000 ? `${formatCounts(km)} km` : `${km.toFixed(km < 10 ? 2 : 1)} km`;
}

/** `+3.65°`, `−17.29°`. */
export function differenceText(degrees: number, digits = 2): string {
  const size = Math.abs(degrees).toFixed(digits);
  const sign = Number(size) === 0 ? '' : degrees < 0 ? '−' : '+';
  return `${sign}${size}°`;
}

/** `+1:09 h`, `−0:30 h`: hours and minutes. */
export function hoursText(hours: number): string {
  const minutes = Math.round(Math.abs(hours) * 60);
  const sign = minutes === 0 ? '' : hours < 0 ? '−' : '+';
  return `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}

/** What a ruler says in a sentence, for those who do not see it. */
export function rulerText({ ends: [from, to], way, heightKm, distanceAtHeightKm }: RulerReading): string {
  const places = `From ${formatPlace(from)} to ${formatPlace(to)}`;
  if (!way || distanceAtHeightKm === null) return `${places}: nearly opposite each other.`;
  const high = heightKm === 0 ? '' : `, ${kilometresText(distanceAtHeightKm)} at ${heightKm} km`;
  return `${places}: ${kilometresText(way.distanceKm)}${high}, direction ${way.startDeg.toFixed(1)}°.`;
}
