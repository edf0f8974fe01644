import { expect, test } from 'vitest';
import { createMagneticFigures, type FigureSource } from '$lib/loading/magnetic-figures';

const at = (utc: string) => Date.parse(utc) * 1000;

/** Counts what is asked for; gives figures without terms, whose epochs tell them apart. */
function countingSource(fails: () => boolean = () => false) {
  const asked: (number | 'igrf')[] = [];
  const give = <T>(what: number | 'igrf', value: T) => {
    asked.push(what);
    return fails() ? Promise.reject(new Error('no answer')) : Promise.resolve(value);
  };
  const source: FigureSource = {
    aacgm: (epoch) => give(epoch, { model: '', epoch, toMagnetic: [], toGeographic: [] }),
    igrf: () => give('igrf', { model: '', epochs: [], until: 0, terms: [] }),
  };
  return { asked, source };
}

test('an event has the two epochs around it, and no others', async () => {
  const figuresOf = createMagneticFigures();
  const outcome = await figuresOf(at('2014-03-10T06:00Z'));
  expect(outcome).toMatchObject({ ok: true, value: { igrf: { model: 'IGRF-14' } } });
  expect(outcome.ok && outcome.value.aacgm.map(({ epoch }) => epoch)).toEqual([2010, 2015]);
  const late = await figuresOf(at('2029-12-31T23:59Z'));
  expect(late.ok && late.value.aacgm.map(({ epoch }) => epoch)).toEqual([2025, 2030]);
  const early = await figuresOf(at('1999-12-31T23:59Z'));
  expect(early.ok && early.value.aacgm).toEqual([]);
});

test('what was asked for twice is loaded once', async () => {
  const { asked, source } = countingSource();
  const figuresOf = createMagneticFigures(source);
  await Promise.all([figuresOf(at('2012-01-01T00:00Z')), figuresOf(at('2014-01-01T00:00Z'))]);
  await figuresOf(at('2016-01-01T00:00Z'));
  expect(asked).toEqual(['igrf', 2010, 2015, 2020]);
});

test('a failure is said, and forgotten', async () => {
  let isDown = true;
  const { asked, source } = countingSource(() => isDown);
  const figuresOf = createMagneticFigures(source);
  const failed = await figuresOf(at('2012-01-01T00:00Z'));
  expect(failed).toMatchObject({ ok: false, failure: { kind: 'browser' } });
  expect(!failed.ok && failed.failure.message).toContain('no answer');
  isDown = false;
  expect(await figuresOf(at('2012-01-01T00:00Z'))).toMatchObject({ ok: true });
  expect(asked).toEqual(['igrf', 2010, 2015, 'igrf', 2010, 2015]);
});
