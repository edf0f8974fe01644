import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { defaultSettings, parallelChoices, Settings, settingsKey } from '$lib/state/settings.svelte';

/** A browser's storage and its tabs: what one tab writes, the others are told of. */
class Shelf {
  readonly map = new Map<string, string>();
  full = false;
  readonly #tabs = new Map<EventTarget, Storage>();

  constructor(stored?: unknown) {
    if (stored !== undefined) this.map.set(settingsKey, typeof stored === 'string' ? stored : JSON.stringify(stored));
  }

  tab(): Settings {
    const target = new EventTarget();
    const storage: Storage = {
      length: 0,
      key: () => null,
      clear: () => this.#tell(target, null, () => this.map.clear()),
      getItem: (key) => this.map.get(key) ?? null,
      removeItem: (key) => this.#tell(target, key, () => this.map.delete(key)),
      setItem: (key, value) => {
        if (this.full) throw new DOMException('no room', 'QuotaExceededError');
        this.#tell(target, key, () => this.map.set(key, value));
      },
    };
    this.#tabs.set(target, storage);
    return new Settings(() => storage, target);
  }

  /** As another tab does it. */
  another(): Storage {
    this.tab();
    return [...this.#tabs.values()].at(-1)!;
  }

  get record(): unknown {
    return JSON.parse(this.map.get(settingsKey) ?? 'null') as unknown;
  }

  #tell(from: EventTarget, key: string | null, act: () => void): void {
    act();
    for (const target of this.#tabs.keys())
      if (target !== from) target.dispatchEvent(Object.assign(new Event('storage'), { key }));
  }
}

const mirror = { data: 'https://mirror.example/ucalgary', srs: null, aurorax: null };

test('nothing stored: the defaults, four gigabytes and five downloads', () => {
  const settings = new Shelf().tab();
  expect(settings.values).toEqual({
    baseUrls: { data: null, srs: null, aurorax: null },
    cacheBudgetBytes: 4e9,
    parallelDownloads: 5,
  });
  expect(settings.remembered).toBe(true);
  expect(settings.reloadNeeded).toBe(false);
});

test('what is changed is there on the next visit, with a version beside it', () => {
  const shelf = new Shelf();
  shelf.tab().change({ cacheBudgetBytes: 16e9, parallelDownloads: 2, baseUrls: mirror });
  expect(shelf.record).toEqual({ version: 1, cacheBudgetBytes: 16e9, parallelDownloads: 2, baseUrls: mirror });
  expect(shelf.tab().values).toEqual({ cacheBudgetBytes: 16e9, parallelDownloads: 2, baseUrls: mirror });
});

test.each([
  ['no JSON', '{"version":1,'],
  ['a list', [1, 2]],
  ['a text', '"settings"'],
  ['null', 'null'],
  ['without a version', { cacheBudgetBytes: 16e9 }],
  ['a version that is a text', { version: '1', cacheBudgetBytes: 16e9 }],
  ['version 0', { version: 0, cacheBudgetBytes: 16e9 }],
])('%s: the defaults', (_, stored) => {
  expect(new Shelf(stored).tab().values).toEqual(defaultSettings);
});

test.each([
  ['a text', '8'],
  ['zero', 0],
  ['negative', -4e9],
  ['a fraction of a byte', 4e9 + 0.5],
  ['more than any disk', 1e15],
  ['null', null],
])('a budget that is %s is the default; the other fields count', (_, cacheBudgetBytes) => {
  const { values } = new Shelf({ version: 1, cacheBudgetBytes, parallelDownloads: 3, baseUrls: mirror }).tab();
  expect(values).toEqual({ cacheBudgetBytes: 4e9, parallelDownloads: 3, baseUrls: mirror });
});

test.each([0, 6, 2.5, -1, '3', null, true])('%s parallel downloads are five', (parallelDownloads) => {
  expect(new Shelf({ version: 1, parallelDownloads }).tab().parallelDownloads).toBe(5);
});

test.each([
  ['no URL', 'mirror', null],
  ['a script', 'javascript:alert(1)', null],
  ['a file', 'file:///archive', null],
  ['a name and password', 'https://me:secret@mirror.example', null],
  ['a query', 'https://mirror.example/?to=', null],
  ['an empty query', 'https://mirror.example/?', null],
  ['a fragment', 'https://mirror.example/#x', null],
  ['a number', 7, null],
  ['a slash at the end', 'https://mirror.example/a/', 'https://mirror.example/a'],
  ['a host alone', 'https://mirror.example', 'https://mirror.example'],
  ['this computer', 'http://localhost:4170/relay/data', 'http://localhost:4170/relay/data'],
])('a base URL that is %s', (_, data, expected) => {
  const settings = new Shelf({ version: 1, baseUrls: { ...mirror, data, srs: 'https://srs.example' } }).tab();
  expect(settings.baseUrls).toEqual({ data: expected, srs: 'https://srs.example', aurorax: null });
});

const addresses = [
  'https://a.example/',
  'http://b.example//',
  'https://c.example/?q',
  'https://me@d.example',
  '/e',
  '',
];

test('any JSON whatever gives settings that can be used and written', () => {
  const anything = fc.jsonValue({ maxDepth: 1 });
  const field = fc.oneof(anything, fc.constantFrom(...addresses), fc.integer());
  const record = fc.record(
    {
      version: fc.oneof(fc.constant(1), anything),
      baseUrls: fc.oneof(fc.record({ data: field, srs: field, aurorax: field }), anything),
      cacheBudgetBytes: field,
      parallelDownloads: field,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof({ weight: 3, arbitrary: record }, anything, fc.string()), (stored) => {
      const shelf = new Shelf(stored);
      const { values } = shelf.tab();
      expect(parallelChoices).toContain(values.parallelDownloads);
      expect(values.cacheBudgetBytes).toBeGreaterThanOrEqual(1e8);
      for (const base of Object.values(values.baseUrls)) if (base !== null) expect(base).toMatch(/^https?:.*[^/]$/);
      shelf.tab().change({ parallelDownloads: values.parallelDownloads === 5 ? 4 : 5 });
      expect(shelf.tab().values).toEqual({ ...values, parallelDownloads: values.parallelDownloads === 5 ? 4 : 5 });
    }),
  );
});

test('what a newer version wrote is understood as far as it goes, and kept', () => {
  const shelf = new Shelf({ version: 3, parallelDownloads: 2, units: { altitude: 'km' } });
  const settings = shelf.tab();
  expect(settings.parallelDownloads).toBe(2);
  settings.change({ cacheBudgetBytes: 1e9 });
  expect(shelf.record).toMatchObject({ version: 3, units: { altitude: 'km' }, cacheBudgetBytes: 1e9 });
});

test('a value that cannot be leaves the old one', () => {
  const settings = new Shelf({ version: 1, parallelDownloads: 2, cacheBudgetBytes: 8e9, baseUrls: mirror }).tab();
  const told = vi.fn();
  settings.onchange(told);
  settings.change({ parallelDownloads: 20, cacheBudgetBytes: NaN, baseUrls: { ...mirror, data: 'ftp://x' } });
  expect(settings.values).toEqual({ parallelDownloads: 2, cacheBudgetBytes: 8e9, baseUrls: mirror });
  expect(told).not.toHaveBeenCalled();
});

test('subscribers are told of every change once, and of nothing else, until they leave', () => {
  const settings = new Shelf().tab();
  const told = vi.fn();
  const leave = settings.onchange(told);
  settings.change({ parallelDownloads: 3 });
  settings.change({ parallelDownloads: 3 });
  expect(told.mock.calls).toEqual([[{ ...defaultSettings, parallelDownloads: 3 }]]);
  leave();
  settings.change({ parallelDownloads: 4 });
  expect(told).toHaveBeenCalledOnce();
});

test('what another tab changes counts here too', () => {
  const shelf = new Shelf();
  const [here, there] = [shelf.tab(), shelf.tab()];
  const told = vi.fn();
  here.onchange(told);
  there.change({ cacheBudgetBytes: 1e9 });
  expect(here.cacheBudgetBytes).toBe(1e9);
  expect(told).toHaveBeenCalledOnce();
  here.change({ parallelDownloads: 1 });
  expect(there.values).toEqual({ ...defaultSettings, cacheBudgetBytes: 1e9, parallelDownloads: 1 });
  expect(told).toHaveBeenCalledTimes(2);
});

test('another tab writing something else changes nothing; clearing everything brings the defaults back', () => {
  const shelf = new Shelf({ version: 1, parallelDownloads: 2 });
  const settings = shelf.tab();
  const told = vi.fn();
  settings.onchange(told);
  const other = shelf.another();
  other.setItem('nightside.theme', 'light');
  expect(told).not.toHaveBeenCalled();
  other.setItem(settingsKey, 'not settings');
  expect(settings.values).toEqual(defaultSettings);
  settings.change({ parallelDownloads: 3 });
  other.clear();
  expect(settings.values).toEqual(defaultSettings);
});

test('base URLs wait for a new visit, whoever changed them', () => {
  const shelf = new Shelf();
  const [here, there] = [shelf.tab(), shelf.tab()];
  there.change({ baseUrls: mirror });
  expect(here.baseUrls).toEqual(mirror);
  expect(here.baseUrlsInUse).toEqual(defaultSettings.baseUrls);
  expect(here.reloadNeeded).toBe(true);
  here.change({ baseUrls: defaultSettings.baseUrls });
  expect(here.reloadNeeded).toBe(false);
  here.change({ baseUrls: mirror });
  const nextVisit = shelf.tab();
  expect(nextVisit.baseUrlsInUse).toEqual(mirror);
  expect(nextVisit.reloadNeeded).toBe(false);
});

test('storage forbidden: the settings hold for the visit, and that is known', () => {
  const settings = new Settings(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  const told = vi.fn();
  settings.onchange(told);
  settings.change({ parallelDownloads: 2 });
  expect(settings.parallelDownloads).toBe(2);
  expect(settings.remembered).toBe(false);
  expect(told).toHaveBeenCalledOnce();
});

test('storage full: likewise, until there is room', () => {
  const shelf = new Shelf();
  const settings = shelf.tab();
  shelf.full = true;
  settings.change({ parallelDownloads: 2 });
  expect(settings.parallelDownloads).toBe(2);
  expect(settings.remembered).toBe(false);
  shelf.full = false;
  settings.change({ cacheBudgetBytes: 1e9 });
  expect(settings.remembered).toBe(true);
  expect(shelf.tab().values).toEqual({ ...defaultSettings, cacheBudgetBytes: 1e9, parallelDownloads: 2 });
});
