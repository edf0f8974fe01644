import { describe, expect, test } from 'vitest';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import type { Outcome } from '$lib/model/failure';
import type { FileInspector } from '$lib/model/inspection';
import type { RecognisedFile } from '$lib/model/own-file';
import { filesOfList, type OpenFolder } from '$lib/state/given-files';
import { OwnFiles } from '$lib/state/own-files.svelte';
import { troubleOf } from '$lib/state/own-words';
import { at, dayAt, file, folderOf, framesAt } from './own-bench';

/** Takes the name for the content: `06:00`, else it is not read. */
function bench(recognise?: FileInspector['recognise']) {
  const memory = new Map<string, unknown>();
  const registry = new OwnFileRegistry();
  let atOnce = 0;
  let most = 0;
  const inspector = {
    recognise:
      recognise ??
      (async (_: Blob, path: string): Promise<Outcome<RecognisedFile>> => {
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setTimeout(resolve));
        atOnce -= 1;
        const time = /(\d\d:\d\d)/.exec(path)?.[1];
        if (!time) return { ok: false, failure: { kind: 'unsupported', format: 'x', message: 'A diary.' } };
        const content = framesAt(`2030-01-01T${time}`);
        return { ok: true, value: { content, synthetic: false, problem: null, remark: null } };
      }),
  } as FileInspector;
  const store = {
    get: (key: string) => Promise.resolve(memory.has(key) ? { value: memory.get(key) } : undefined),
    put: (key: string, value: unknown) => Promise.resolve(memory.set(key, value)),
    delete: (key: string) => Promise.resolve(void memory.delete(key)),
  };
  const open = () => new OwnFiles({ inspector, registry, memory: store });
  return { own: open(), open, registry, memory, most: () => most };
}

describe('what a person gives', () => {
  test('is looked at a few at a time, grouped, listed with the reason where it is not read', async () => {
    const { own, registry, most } = bench();
    const minutes = Array.from({ length: 250 }, (_, index) =>
      file(`${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`),
    );
    await own.add(filesOfList([...minutes, file('diary.txt'), file('00:00 again'), file('.DS_Store')]));
    expect([own.phase, own.found, own.done, own.entries.length]).toEqual(['done', 252, 252, 252]);
    expect(most()).toBeLessThanOrEqual(6);
    expect(own.nights.map(({ tracks }) => tracks[0]!.files)).toEqual([250]);
    expect(registry.files).toHaveLength(250);
    expect(
      own.entries
        .filter(({ used }) => !used)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['00:00', 'diary.txt']);
    const diary = own.entries.find(({ path }) => path === 'diary.txt')!;
    expect(troubleOf(diary.outcome)).toBe('A diary.');
  });

  test.each(['damaged first', 'whole first'])(
    'of two files of a minute the more complete one is used: %s',
    async (order) => {
      const problem = {
        kind: 'truncated',
        format: 'gzip',
        offset: 9,
        message: 'the packed file ends too early',
      } as const;
      const { own, registry } = bench((_, path) => {
        const isCut = path === 'cut';
        const content = { ...framesAt('2030-01-01T06:00'), frames: isCut ? 8 : 20 };
        const value = { content, synthetic: false, problem: isCut ? problem : null, remark: null };
        return Promise.resolve({ ok: true, value });
      });
      const [cut, whole] = [file('cut'), file('whole')];
      for (const one of order === 'damaged first' ? [cut, whole] : [whole, cut]) await own.add(filesOfList([one]));
      expect(registry.blobOf(registry.files[0]!.url)).toBe(whole);
      expect(own.nights[0]!.tracks[0]).toMatchObject({ files: 1, samples: 20 });
      const entries = new Map(own.entries.map((entry) => [entry.path, entry]));
      expect([entries.get('whole')!.used, entries.get('cut')!.used]).toEqual([true, false]);
      expect(entries.get('cut')!.remark).toMatch(
        /^Another file of the same minute is open, with more frames: that one is used. Damaged/,
      );
      expect(entries.get('cut')!.text).toContain('with more frames');
    },
  );

  test('damage that is found only when the pictures are read is told in the list, and tells one number', async () => {
    const { own, registry } = bench();
    const minute = file('06:00');
    await own.add(filesOfList([minute, file('06:01')]));
    const message = 'frames 16–20 of 20 cannot be unpacked';
    registry.markDamaged(minute, { kind: 'corrupt', format: 'hdf5', offset: null, message }, 15);
    const [entry, other] = own.entries;
    expect(entry!.about).toContain('15 of 20 frames can be read');
    expect(entry!.remark).toContain('Damaged (hdf5): frames 16–20');
    expect(other!.remark).toBeNull();
    expect(own.nights[0]!.tracks[0]!.samples).toBe(35);
    expect(registry.isDamaged(registry.files[0]!)).toBe(true);
  });

  test('of equal ones that without damage, else the one opened later', async () => {
    const problem = { kind: 'corrupt', format: 'gzip', offset: 9, message: 'a checksum' } as const;
    const { own, registry } = bench((_, path) => {
      const content = framesAt('2030-01-01T06:00');
      return Promise.resolve({
        ok: true,
        value: { content, synthetic: false, problem: path === 'bad' ? problem : null, remark: null },
      });
    });
    const [bad, one, other] = ['bad', 'one', 'other'].map(file);
    await own.add(filesOfList([bad!]));
    expect(own.entries[0]!.remark).toContain('Where the archive has this time');
    await own.add(filesOfList([one!]));
    await own.add(filesOfList([other!]));
    expect(registry.blobOf(registry.files[0]!.url)).toBe(other);
    expect(own.entries.map(({ used }) => used)).toEqual([false, false, true]);
    expect(own.entries.map(({ remark }) => remark?.split(':')[0])).toEqual([
      'Another file of the same minute is open, without damage',
      'Another file of the same minute is open, opened later',
      undefined,
    ]);
  });

  test('cancelled, what was recognised stays and nothing more is looked at', async () => {
    let asked = 0;
    const { own } = bench((_, path, { signal }) => {
      const content = framesAt(`2030-01-01T${path}`);
      const good = { ok: true, value: { content, synthetic: false, problem: null, remark: null } } as const;
      if (++asked <= 10 || path === '07:00') return Promise.resolve(good);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(good)));
    });
    const minutes = Array.from({ length: 50 }, (_, index) => file(`06:${10 + index}`));
    const reading = own.add(filesOfList(minutes));
    await expect.poll(() => asked).toBe(16);
    own.cancel();
    await reading;
    expect([own.phase, own.found, own.done, asked]).toEqual(['cancelled', 50, 10, 16]);
    await own.add(filesOfList([file('07:00')]));
    expect([own.phase, own.entries.length]).toEqual(['done', 11]);
  });

  test('in an earlier visit is remembered by its minutes alone, and forgotten when told so', async () => {
    const { own, open, registry, memory } = bench();
    await own.add(filesOfList([file('06:00')]));
    expect(JSON.stringify(memory.get('own files'))).toContain('themis19');
    registry.clear();
    const later = open();
    await later.restore();
    expect([later.lost, registry.lostFiles.length]).toEqual([1, 1]);
    await later.add(filesOfList([file('06:00')]));
    expect(later.lost).toBe(0);
    await later.clear();
    expect(memory.size).toBe(0);
  });

  test('grids of an earlier visit are counted and remembered like frames', async () => {
    const grid = {
      kind: 'grid',
      dataset: 'THEMIS_ASI_GRID_MOSV001',
      frames: 20,
      firstUs: at('2023-03-24T06:00'),
    } as const;
    const content = { ...grid, lastUs: grid.firstUs + 57e6 };
    const { own, open, registry, memory } = bench(() =>
      Promise.resolve({ ok: true, value: { content, synthetic: false, problem: null, remark: null } }),
    );
    await own.add(filesOfList([file('grid.h5')]));
    expect(JSON.stringify(memory.get('own grids'))).toContain('20230324_0600_110km_MOSv001_grid_themis-asi.h5');
    registry.clear();
    const later = open();
    await later.restore();
    expect([later.lost, registry.grids.lostFiles.length]).toEqual([1, 1]);
    await later.clear();
    expect(memory.size).toBe(0);
  });

  test('riometers and calibrations find their places; a second one of a day, or of no site, says why not', async () => {
    const contents: Record<string, RecognisedFile['content']> = {
      a: dayAt('2030-01-01'),
      b: dayAt('2030-01-01'),
      c: { ...dayAt('2030-01-01'), siteUid: null, path: null },
      d: { kind: 'calibration', of: 'rayleighs', detectorUid: '15651', startUs: null },
    };
    const { own, open, registry, memory } = bench((_, path) =>
      Promise.resolve({
        ok: true,
        value: { content: contents[path]!, synthetic: false, problem: null, remark: path === 'c' ? 'No site.' : null },
      }),
    );
    await own.add(filesOfList(['a', 'b', 'c', 'd'].map(file)));
    expect(own.entries.map(({ used, remark }) => [used, remark])).toEqual([
      [true, null],
      [false, 'Another file of the same day is open: that one is used.'],
      [false, 'No site.'],
      [true, null],
    ]);
    expect(own.nights.map(({ tracks }) => tracks.map(({ samples }) => samples))).toEqual([[100]]);
    expect([own.hasChoice('own:d'), own.hasChoice('own:e')]).toEqual([true, false]);
    registry.clear();
    const later = open();
    await later.restore();
    expect([later.lost, registry.curves.lostFiles.length]).toEqual([1, 1]);
    await later.clear();
    expect(memory.size).toBe(0);
  });

  test('what is kept from another version does no harm', async () => {
    const { own, memory, registry } = bench();
    memory.set('own files', [{ url: 1 }, null, 'x']);
    memory.set('own folder', 'a name');
    await own.restore();
    expect([registry.lostFiles.length, own.folder]).toEqual([0, null]);
  });

  test('a folder is opened again when the browser lets it, and says so when not', async () => {
    const { own, open } = bench();
    let permission: PermissionState = 'denied';
    const folder = { ...folderOf('night', [file('06:00'), folderOf('deep', [file('06:01')])]) };
    const asking: OpenFolder = { ...folder, requestPermission: () => Promise.resolve(permission) };
    await own.addFolder(asking);
    expect(own.entries.map(({ path }) => path)).toEqual(['night/06:00', 'night/deep/06:01']);
    const later = open();
    await later.restore();
    await later.openAgain();
    expect(later.refusal).toContain('not to open the folder');
    permission = 'granted';
    await later.openAgain();
    expect([later.refusal, later.entries.length]).toEqual([null, 2]);
  });
});

describe('a folder that fails', () => {
  const gone = new DOMException('gone', 'NotFoundError');
  /** Gives some of its content, then no more. */
  const failing = (name: string, content: readonly (File | OpenFolder)[]): OpenFolder => ({
    ...folderOf(name, content),
    values: async function* () {
      yield* folderOf(name, content).values();
      throw gone;
    },
  });

  test('ends with a sentence and with what it gave; files can be opened, cancelled and closed after it', async () => {
    const { own } = bench();
    await own.addFolder(failing('night', [file('06:00')]));
    expect([own.phase, own.entries.length]).toEqual(['done', 1]);
    expect(own.refusal).toContain('Not all of it could be looked through');
    await own.add(filesOfList([file('06:01')]));
    expect([own.phase, own.entries.length, own.refusal]).toEqual(['done', 2, null]);
    await own.addFolder(failing('empty', []));
    await own.clear();
    expect([own.phase, own.refusal]).toEqual(['empty', null]);
    await own.add(filesOfList([file('06:02')]));
    expect([own.phase, own.entries.length]).toEqual(['done', 1]);
  });

  test('inside another one is listed, and the others are looked at', async () => {
    const { own } = bench();
    await own.addFolder(folderOf('night', [failing('a', [file('06:00')]), file('06:01')]));
    expect(own.entries.map(({ path, file: one }) => [path, one !== null]).sort()).toEqual([
      ['night/06:01', true],
      ['night/a', false],
      ['night/a/06:00', true],
    ]);
    expect(own.refusal).toBeNull();
  });

  test('that never ends can be cancelled, and others opened', async () => {
    const { own } = bench();
    void own.add(async function* () {
      await new Promise(() => undefined);
      yield [];
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(own.phase).toBe('searching');
    own.cancel();
    expect(own.phase).toBe('cancelled');
    await own.add(filesOfList([file('06:00')]));
    expect([own.phase, own.entries.length]).toEqual(['done', 1]);
  });

  test('and a reader that breaks down do not leave the page at work', async () => {
    let isBroken = true;
    const { own } = bench((_, path) => {
      if (isBroken) return Promise.reject(new Error('broke down'));
      const content = framesAt(`2030-01-01T${path}`);
      return Promise.resolve({ ok: true, value: { content, synthetic: false, problem: null, remark: null } });
    });
    await own.add(filesOfList([file('06:00')]));
    expect([own.busy, own.refusal?.includes('broke down')]).toEqual([false, true]);
    isBroken = false;
    await own.add(filesOfList([file('06:00')]));
    expect([own.phase, own.entries.length]).toEqual(['done', 1]);
  });
});
