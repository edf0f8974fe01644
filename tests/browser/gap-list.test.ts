import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import GapList from '$lib/components/GapList.svelte';
import type { Gap } from '$lib/state/gaps';
import type { Minute } from '$lib/state/minute-table';

const minuteUs = 60_000_000;
const gaps = Array.from({ length: 430 }, (_, index): Gap => {
  const startUs = 2 * index * minuteUs;
  const times = { startUs, endUs: startUs + minuteUs };
  const minute: Minute = { ...times, file: null, known: true, load: { phase: 'waiting' } };
  return { ...times, kind: 'gap', cause: 'server failed', sentence: 'The server failed.', retry: [minute] };
});

test('hundreds of gaps come in portions; one or all are asked for again', async () => {
  const onpick = vi.fn();
  const onretry = vi.fn();
  const range = { startUs: 0, endUs: 900 * minuteUs };
  await render(GapList, { gaps, range, onpick, onretry });
  const items = () => document.querySelectorAll('li');
  const button = (name: RegExp) =>
    [...document.querySelectorAll('button')].find(({ textContent }) => name.test(textContent));
  expect(document.querySelector('[data-gap-summary]')!.textContent).toBe('7 h 10 min server failed');
  expect(items()).toHaveLength(50);

  button(/^00:02:00–00:03:00$/)!.click();
  expect(onpick).toHaveBeenLastCalledWith(2.5 * minuteUs); // inside: at its start the frame before may still stand
  button(/^Try again, 00:02:00–00:03:00$/)!.click();
  expect(onretry).toHaveBeenLastCalledWith(gaps[1]!.retry);
  expect(document.activeElement).toBe(document.querySelector('ul'));
  button(/^Try all again/)!.click();
  expect(onretry).toHaveBeenLastCalledWith(gaps.flatMap(({ retry }) => retry));

  button(/^Show all 430$/)!.click();
  flushSync();
  expect(items().length).toBeLessThan(430);
  await expect.poll(() => items().length).toBe(430);
  expect(button(/^Show all/)).toBeUndefined();
});
