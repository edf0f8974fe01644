import { expect, test } from 'vitest';
import { observatoriesOf } from '$lib/datasets/observatories';
import { drawSiteMap, loadLand } from '$lib/render/site-map';

const size = { width: 480, height: 320 };
const land = await loadLand();
const markOf = (array: string, siteUid: string) =>
  drawSiteMap(observatoriesOf(array), land, size).marks.find(({ place }) => place.siteUid === siteUid)!;

test.each(['themis_asi', 'rego', 'smile_asi', 'trex_spectrograph', 'swan_hsr'])(
  '%s: every site is inside, with coasts around',
  (array) => {
    const map = drawSiteMap(observatoriesOf(array), land, size);
    expect(map.marks).toHaveLength(observatoriesOf(array).length);
    for (const { x, y } of map.marks) {
      expect(x).toBeGreaterThan(40);
      expect(x).toBeLessThan(440);
      expect(y).toBeGreaterThan(40);
      expect(y).toBeLessThan(280);
    }
    expect(map.land.length).toBeGreaterThan(100);
    expect(map.land + map.graticule).not.toContain('NaN');
  },
);

test('west is left and north is up', () => {
  expect(markOf('themis_asi', 'gako').x).toBeLessThan(markOf('themis_asi', 'gbay').x);
  expect(markOf('themis_asi', 'rank').y).toBeLessThan(markOf('themis_asi', 'pina').y);
});

test('few sites are not drawn closer than the coast is exact', () => {
  // Lucky Lake and Rabbit Lake are 0.13 radians apart: at 700 units to a radian some 90.
  const [a, b] = [markOf('trex_spectrograph', 'luck'), markOf('trex_spectrograph', 'rabb')];
  const apart = Math.hypot(a.x - b.x, a.y - b.y);
  expect(apart).toBeGreaterThan(80);
  expect(apart).toBeLessThan(100);
  expect((a.x + b.x) / 2).toBeCloseTo(240, -1);
});

test('codes stand where they hide no other site and no other code', () => {
  const { marks } = drawSiteMap(observatoriesOf('themis_asi'), land, size);
  expect(marks.filter(({ label }) => label !== null).length).toBeGreaterThan(18);
  const lone = drawSiteMap(observatoriesOf('themis_asi').slice(0, 1), land, size).marks;
  expect(lone).toMatchObject([{ label: 'right' }]);
  const twins = drawSiteMap([lone[0]!.place, { ...lone[0]!.place, siteUid: 'twin' }], land, size).marks;
  expect(twins.map(({ label }) => label)).toEqual(['right', 'left']);
});

test('no sites: still a map', () => {
  expect(drawSiteMap([], land, size)).toMatchObject({ marks: [] });
});
