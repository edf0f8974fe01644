import { afterAll, expect, test, vi } from 'vitest';
import { commands, page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { reduceCurves } from '$lib/analysis/curve-pyramid';
import { usualRange } from '$lib/analysis/curve-range';
import CurveStrip from '$lib/components/CurveStrip.svelte';
import type { CurveName, ReducedCurves } from '$lib/model/curve';
import { curveNames } from '$lib/state/curve-days';
import type { Gap } from '$lib/state/gaps';
import { createDecoder } from '$lib/workers/decoder';
import '../../src/app.css';
import { decodeApi } from '../../workers/decode-api';

const second = 1_000_000;
const decoder = createDecoder({ workers: 1 });
afterAll(() => decoder.dispose());

/** Ten seconds of two bands: one level at 1, one at 3, which lacks its fifth sample. */
function twoBands(): ReducedCurves {
  const level = (value: number) => Float64Array.from({ length: 10 }, () => value);
  const curves = ['30.00 MHz', '20.00 MHz'].map((id, at) => {
    return { id, quantity: 'raw power', unit: null, values: level(1 + 2 * at) };
  });
  curves[1]!.values[4] = NaN;
  return reduceCurves({
    ...{ dataset: 'SWAN_HSR_K0_H5', siteUid: 'medo', header: [], synthetic: false, problem: null, curves },
    timesUs: Float64Array.from({ length: 10 }, (_, index) => index * second),
  });
}

function props(series: readonly ReducedCurves[], shown: readonly CurveName[], gaps: readonly Gap[] = []) {
  const callbacks = { onpick: vi.fn(), onzoom: vi.fn(), onpan: vi.fn(), onreset: vi.fn() };
  return {
    ...{ label: 'SWAN HSR MEDO', series, gaps, names: curveNames(series), shown, ...callbacks },
    ...{ usualBounds: [0, 4] as const, window: { startUs: 0, endUs: 10 * second }, cursorUs: 2 * second },
    ...{ cadenceUs: second, ontoggle: vi.fn(), onbounds: vi.fn() },
  };
}

async function stripOf(given: ReturnType<typeof props>) {
  await page.viewport(800, 300);
  const { container, rerender } = await render(CurveStrip, given);
  container.style.height = '160px';
  const canvas = container.querySelector('canvas')!;
  await expect.poll(() => canvas.width).toBeGreaterThan(300);
  const alphaAt = (share: number, height: number) => {
    const { data } = canvas.getContext('2d')!.getImageData(share * canvas.width, height * canvas.height - 1, 1, 3);
    return Math.max(data[3]!, data[7]!, data[11]!);
  };
  return { container, rerender, canvas, alphaAt };
}

test('each curve at its height, broken where a sample is missing', async () => {
  const series = [twoBands()];
  const names = curveNames(series);
  const { alphaAt } = await stripOf(props(series, names));
  expect([alphaAt(0.35, 0.75), alphaAt(0.45, 0.75)].every((alpha) => alpha > 100)).toBe(true);
  expect([alphaAt(0.25, 0.25) > 100, alphaAt(0.45, 0.25)]).toEqual([true, 0]);
  expect(alphaAt(0.25, 0.5)).toBe(0);
});

test('what is at the cursor is shown and said; the picture says its range', async () => {
  const series = [twoBands()];
  const given = props(series, curveNames(series));
  const gap = { kind: 'gap', cause: 'no samples', sentence: 'None here.', retry: [] } as const;
  const { rerender } = await stripOf(given);
  const slider = page.getByRole('slider', { name: 'Time in the curves of SWAN HSR MEDO' });
  const values = '30.00 MHz 1.000, 20.00 MHz 3.000';
  await expect.element(slider).toHaveAttribute('aria-valuetext', `1970-01-01 00:00:02 UTC, ${values}`);
  const picture = page.getByRole('img', {
    name: /^Raw power of SWAN HSR MEDO, 1970-01-01 00:00:00–00:00:10 UTC, from 1.000 to 3.000$/,
  });
  await expect.element(picture).toBeInTheDocument();
  await rerender({ gaps: [{ ...gap, startUs: second, endUs: 3 * second }] });
  await expect.element(slider).toHaveAttribute('aria-valuetext', '1970-01-01 00:00:02 UTC, None here.');
});

test('curves are chosen and the axis is set in a panel that the keyboard reaches', async () => {
  const series = [twoBands()];
  const given = props(series, curveNames(series).slice(0, 1));
  await stripOf(given);
  await page.getByRole('button', { name: 'Curves of SWAN HSR MEDO' }).click();
  await page.getByRole('checkbox', { name: '20.00 MHz' }).click();
  expect(given.ontoggle).toHaveBeenCalledExactlyOnceWith('20.00 MHz');
  // The only one that is shown stays.
  await expect.element(page.getByRole('checkbox', { name: '30.00 MHz' })).toBeDisabled();
  await page.getByRole('spinbutton', { name: 'Value at the upper edge' }).fill('2.5');
  await page.getByRole('spinbutton', { name: 'Value at the lower edge' }).click();
  expect(given.onbounds).toHaveBeenCalledExactlyOnceWith([0, 2.5]);
});

const expectedText = await commands.readSharedFile('expected.json');
const path = 'sort_by_project/GO-Canada/GO-Rio/txt/2018/05/03/norstar_k0_rio-fsim_20180503_v01.txt';

test.skipIf(!expectedText)('the real day, through a worker, is drawn', async () => {
  const text = atob((await commands.readSharedFile(path))!);
  const file = Uint8Array.from(text, (char) => char.charCodeAt(0)).buffer;
  const source = { dataset: 'NORSTAR_RIOMETER_K0_TXT', name: path };
  const plain = await decodeApi.curves(file.slice(), source);
  const day = await decoder.curves(file, source, { rank: () => 0, signal: new AbortController().signal });
  expect(day).toEqual(plain);
  if (!day.ok) throw new Error(day.failure.message);
  expect([day.value.timesUs.length, day.value.siteUid, file.byteLength]).toEqual([17_279, 'fsim', 0]);
  const startUs = Date.parse('2018-05-03T00:00Z') * 1000;
  const bounds = usualRange([day.value], new Set(['raw signal']), { startUs, endUs: startUs + 86_400 * second })!;
  expect(bounds[1]).toBeLessThan(10); // the spikes reach 64 V
  const { canvas } = await stripOf({
    ...props([day.value], curveNames([day.value])),
    ...{ label: 'NORSTAR riometer FSIM', cursorUs: startUs + 502 * second, cadenceUs: 5 * second },
    ...{ usualBounds: bounds as [0, 4], window: { startUs, endUs: startUs + 86_400 * second } },
  });
  const slider = page.getByRole('slider', { name: 'Time in the curves of NORSTAR riometer FSIM' });
  await expect.element(slider).toHaveAttribute('aria-valuetext', '2018-05-03 00:08:22 UTC, raw signal 3.168 V');
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  const columnsDrawn = Array.from({ length: canvas.width }, (_, x) => {
    for (let y = 0; y < canvas.height; y++) if (data[4 * (y * canvas.width + x) + 3]! > 0) return true;
    return false;
  });
  expect(columnsDrawn.filter(Boolean)).toHaveLength(canvas.width);
});
