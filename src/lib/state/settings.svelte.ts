import type { HostKey } from '$lib/model/connection';

/** Where the services are asked instead of where the app would ask by itself; null for automatic. No slash at the end. */
export type BaseUrls = Readonly<Record<HostKey, string | null>>;

export interface SettingsValues {
  readonly baseUrls: BaseUrls;
  /** What may be kept in the browser together: files and what is made from them. */
  readonly cacheBudgetBytes: number;
  /** Per host, 1…5. */
  readonly parallelDownloads: number;
}

export const settingsKey = 'nightside.settings';

const gigabyte = 1e9;
export const budgetChoicesBytes: readonly number[] = [0.5, 1, 2, 4, 8, 16, 32].map((gigabytes) => gigabytes * gigabyte);
/** Never more than five at a time from one host: it is what the archive's own clients do. */
export const parallelChoices: readonly number[] = [1, 2, 3, 4, 5];

export const defaultSettings: SettingsValues = {
  baseUrls: { data: null, srs: null, aurorax: null },
  cacheBudgetBytes: 4 * gigabyte,
  parallelDownloads: 5,
};

const version = 1;
const budgetBoundsBytes = [0.1 * gigabyte, 1000 * gigabyte] as const;

/**
 * What a person decided about how the app works, for every tab of this browser: kept in `localStorage` as one JSON
 * record, whose fields are looked at one by one. A broken one is the default; one that only a newer version of the app
 * knows is left as it is.
 */
export class Settings {
  /** False where the browser stores nothing: then the settings hold for this visit. */
  remembered = $state(true);
  /** The base URLs with which this visit began. They stay in use until the page is loaded anew. */
  readonly baseUrlsInUse: BaseUrls;

  #values = $state.raw<SettingsValues>(defaultSettings);
  /** The record as it was read, with what only others understand. */
  #record: Readonly<Record<string, unknown>> = {};
  readonly #storage: Storage | null;
  readonly #subscribers = new Set<(values: SettingsValues) => void>();

  /** @param tab where `storage` events of other tabs arrive; the window, where there is one */
  constructor(storage: () => Storage, tab: EventTarget | null = typeof window === 'undefined' ? null : window) {
    this.#storage = allowed(storage);
    this.remembered = this.#storage !== null;
    this.#read();
    this.baseUrlsInUse = this.#values.baseUrls;
    tab?.addEventListener('storage', (event) => this.#hear(event));
  }

  get values(): SettingsValues {
    return this.#values;
  }

  get baseUrls(): BaseUrls {
    return this.#values.baseUrls;
  }

  get cacheBudgetBytes(): number {
    return this.#values.cacheBudgetBytes;
  }

  get parallelDownloads(): number {
    return this.#values.parallelDownloads;
  }

  /** Whether base URLs were changed, here or in another tab, that only a new visit will use. */
  get reloadNeeded(): boolean {
    return !sameBaseUrls(this.baseUrls, this.baseUrlsInUse);
  }

  /** Takes effect and is remembered at once. A value that cannot be leaves the old one. */
  change(wanted: Partial<SettingsValues>): void {
    const values = validated({ ...this.#values, ...wanted }, this.#values);
    if (same(values, this.#values)) return;
    this.#write(values);
    this.#take(values);
  }

  /**
   * Be told of every change, made here or in another tab.
   *
   * @returns stops it
   */
  onchange(subscriber: (values: SettingsValues) => void): () => void {
    this.#subscribers.add(subscriber);
    return () => void this.#subscribers.delete(subscriber);
  }

  #hear(event: Event): void {
    const key = 'key' in event ? event.key : undefined;
    if (key === settingsKey || key === null) this.#read(); // null: everything was cleared
  }

  /** What is stored now counts, not what the event carries: this tab may have written since it was sent. */
  #read(): void {
    if (!this.#storage) return;
    this.#record = parseRecord(this.#storage.getItem(settingsKey));
    this.#take(validated(this.#record, defaultSettings));
  }

  #take(values: SettingsValues): void {
    if (same(values, this.#values)) return;
    this.#values = values;
    for (const subscriber of this.#subscribers) subscriber(values);
  }

  #write(values: SettingsValues): void {
    const written = typeof this.#record.version === 'number' ? this.#record.version : version;
    this.#record = { ...this.#record, ...values, version: Math.max(version, written) };
    try {
      this.#storage?.setItem(settingsKey, JSON.stringify(this.#record));
      this.remembered = this.#storage !== null;
    } catch (error) {
      // A full or forbidden storage costs only the memory of this choice, and that is said.
      if (!(error instanceof DOMException)) throw error;
      this.remembered = false;
    }
  }
}

/** Reading `localStorage` throws where cookies are forbidden. */
function allowed(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}

/** An empty record stands for whatever is not a record of settings. */
function parseRecord(text: string | null): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (!isRecord(value)) return {};
  // Newer versions keep the meaning of the fields that this one knows, or give them other names.
  return typeof value.version === 'number' && value.version >= 1 ? value : {};
}

function validated(record: Readonly<Record<string, unknown>>, fallback: SettingsValues): SettingsValues {
  const { cacheBudgetBytes, parallelDownloads } = record;
  const baseUrls = isRecord(record.baseUrls) ? record.baseUrls : {};
  const base = (key: HostKey) => {
    const value = baseUrls[key];
    return value === null ? null : (parseBaseUrl(value) ?? fallback.baseUrls[key]);
  };
  return {
    baseUrls: { data: base('data'), srs: base('srs'), aurorax: base('aurorax') },
    cacheBudgetBytes: isBudget(cacheBudgetBytes) ? cacheBudgetBytes : fallback.cacheBudgetBytes,
    parallelDownloads: parallelChoices.find((choice) => choice === parallelDownloads) ?? fallback.parallelDownloads,
  };
}

function isBudget(value: unknown): value is number {
  const [least, most] = budgetBoundsBytes;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
}

/** A place that paths can be added to: `http:` or `https:`, no name and password, no query. */
function parseBaseUrl(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const { protocol, username, password, href } = new URL(value);
  if ((protocol !== 'https:' && protocol !== 'http:') || username || password || /[?#]/.test(href)) return null;
  return href.replace(/\/+$/, '');
}

function same(one: SettingsValues, other: SettingsValues): boolean {
  return (
    one.cacheBudgetBytes === other.cacheBudgetBytes &&
    one.parallelDownloads === other.parallelDownloads &&
    sameBaseUrls(one.baseUrls, other.baseUrls)
  );
}

function sameBaseUrls(one: BaseUrls, other: BaseUrls): boolean {
  return one.data === other.data && one.srs === other.srs && one.aurorax === other.aurorax;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
