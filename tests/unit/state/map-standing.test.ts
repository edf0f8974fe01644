import { expect, test } from 'vitest';
import { standingOf, whyNotShown } from '$lib/state/map-standing';
import type { TrackLook } from '$lib/state/track-look.svelte';

/** As much of a camera as a map asks for. */
function camera(over: {
  readonly onMap?: boolean;
  readonly hidden?: boolean;
  readonly skymap?: 'searching' | 'none' | 'ready';
  readonly fits?: boolean;
  readonly sight?: object;
  readonly gap?: object;
}): TrackLook {
  const { onMap = true, hidden = false, skymap = 'ready', fits = true, sight = { phase: 'frame' }, gap = null } = over;
  const look = {
    ...{
      isSky: true,
      slit: null,
      onMap,
      strip: { hidden },
      fitting: fits ? {} : null,
      note: 'The skymap is of another size.',
      gap,
    },
    track: { skymap: { phase: skymap, chosen: {} }, sight, listing: { phase: 'ready' } },
  };
  return look as unknown as TrackLook;
}

test.each([
  ['with its frame', {}, 'frame', null],
  ['taken off', { onMap: false }, 'off', 'It was taken off the map.'],
  ['hidden', { hidden: true }, 'off', 'Its track is hidden.'],
  ['whose skymap is looked for', { skymap: 'searching' as const }, 'coming', 'Its skymap is on its way.'],
  ['without a skymap', { skymap: 'none' as const }, 'none', /^The archive has no skymap of it/],
  ['with a skymap of another size', { fits: false }, 'none', 'The skymap is of another size.'],
  ['whose frame is decoded', { sight: { phase: 'loading' } }, 'coming', 'Its frame is on its way.'],
  ['with a small picture only', { sight: { phase: 'preview' } }, 'coming', 'Its frame is on its way.'],
  [
    'whose minute is on its way',
    { sight: { phase: 'gap' }, gap: { kind: 'pending', sentence: 'On its way.' } },
    'coming',
    'On its way.',
  ],
  [
    'in a gap',
    { sight: { phase: 'gap' }, gap: { kind: 'gap', sentence: 'The archive has no file.' } },
    'none',
    'The archive has no file.',
  ],
  ['between two frames', { sight: { phase: 'gap' } }, 'none', 'Between two frames.'],
])('a camera %s', (_, over, standing, why) => {
  const look = camera(over);
  expect(standingOf(look)).toBe(standing);
  if (why === null) expect(whyNotShown(look, 0)).toBeNull();
  else expect(whyNotShown(look, 0)).toMatch(why);
});
