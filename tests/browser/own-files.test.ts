import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import DropPlace from '$lib/components/DropPlace.svelte';
import FileInspector from '$lib/components/FileInspector.svelte';
import OwnFileList from '$lib/components/OwnFileList.svelte';
import type { Outcome } from '$lib/model/failure';
import type { Inspection } from '$lib/model/inspection';
import type { GivenFile, GivenFiles } from '$lib/state/given-files';
import type { OwnEntry } from '$lib/state/own-entry';

const unread = { ok: false, failure: { kind: 'unsupported', format: 'x', message: 'A diary.' } } as const;

function entryOf(id: number): OwnEntry {
  const path = `night/${id}.txt`;
  const remark = 'A diary.';
  return {
    id,
    path,
    file: null,
    outcome: unread,
    used: false,
    kind: 'unread',
    about: '',
    remark,
    text: `${path} a diary.`,
  };
}

const button = (name: RegExp) =>
  [...document.querySelectorAll('button')].find((each) => name.test(each.ariaLabel ?? each.textContent));

test('of thousands of files some are listed and the others are counted; searching finds any of them', async () => {
  const entries = Array.from({ length: 3000 }, (_, id) => entryOf(id));
  const onchoose = vi.fn();
  await render(OwnFileList, { entries, chosen: null, onchoose });
  const items = () => [...document.querySelectorAll('li')].map(({ innerText }) => innerText);
  expect(items()).toHaveLength(40);
  expect(document.body.innerText.replace(/\s/g, ' ')).toContain('and 2 960 more');
  const search = document.querySelector<HTMLInputElement>('input[type=search]')!;
  search.value = '2999 DIARY';
  search.dispatchEvent(new InputEvent('input', { bubbles: true }));
  flushSync();
  expect(items()).toHaveLength(1);
  button(/^Look into 2999\.txt$/)!.click();
  expect(onchoose).toHaveBeenCalledWith(entries[2999]);
});

test('the inspector: frames one by one, the bytes at the place of the damage, the line for the command line', async () => {
  const value: Inspection = {
    name: 'cut.pgm',
    bytes: 100,
    unpackedBytes: 300,
    format: 'PGM frames, packed with gzip',
    recognised: unread,
    metadata: [['Site unique ID', 'gill']],
    structure: [{ label: 'Frame 1', detail: '2 × 1 pixels', offset: 0, children: [] }],
    pictures: {
      ...{ height: 1, width: 2, channels: 1, stored: { height: 1, width: 2 }, step: 1, total: 2 },
      frames: [0, 255].map((grey, at) => {
        return { label: `06:00:0${at} UTC`, pixels: Uint8Array.of(grey, 7), range: [0, 255] as const };
      }),
    },
    histogram: { bins: new Uint32Array(256).fill(1), from: 0, to: 255, empty: 0 },
    problems: [
      {
        problem: { kind: 'corrupt', format: 'pgm', offset: 20, message: 'no frame begins here' },
        around: { start: 16, bytes: Uint8Array.of(0, 1, 2, 3, 0xab, 5) },
      },
    ],
    beginning: Uint8Array.of(80, 53),
  };
  const describe = vi.fn(() => Promise.resolve<Outcome<string>>({ ok: true, value: '{"file":"cut.pgm"}' }));
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const onclose = vi.fn();
  const look = () => Promise.resolve<Outcome<Inspection>>({ ok: true, value });
  await render(FileInspector, { path: 'night/cut.pgm', look, describe, onclose });
  await expect.poll(() => document.querySelector('canvas')?.width).toBe(2);
  const grey = () => document.querySelector('canvas')!.getContext('2d')!.getImageData(0, 0, 1, 1).data[0];
  expect(grey()).toBe(0);
  button(/^Next frame$/)!.click();
  flushSync();
  expect(grey()).toBe(255);
  expect(document.querySelector('.mark')!.textContent).toBe('ab');
  expect(document.querySelector('pre')!.textContent).toContain('00 01 02 03 ab 05');
  button(/^Copy as JSON$/)!.click();
  await expect.poll(() => write.mock.lastCall).toEqual(['{"file":"cut.pgm"}']);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  expect(onclose).toHaveBeenCalledOnce();
});

test('what is dropped anywhere on the page is taken; a dragged text is not', async () => {
  const ongiven = vi.fn<(given: GivenFiles) => void>();
  await render(DropPlace, { ongiven, onfolder: vi.fn() });
  const drop = (fill: (data: DataTransfer) => void) => {
    const dataTransfer = new DataTransfer();
    fill(dataTransfer);
    const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(drop((data) => data.setData('text/plain', 'a link'))).toBe(false);
  expect(ongiven).not.toHaveBeenCalled();
  expect(drop((data) => data.items.add(new File(['x'], 'a.pgm')))).toBe(true);
  const found: GivenFile[] = [];
  for await (const portion of ongiven.mock.lastCall![0](new AbortController().signal)) found.push(...portion);
  expect(found.map(({ path }) => path)).toEqual(['a.pgm']);
});
