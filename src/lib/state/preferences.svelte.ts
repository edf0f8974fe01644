import type { SkyEvent } from '$lib/model/event';
import { formatEventLink, parseEventLink } from './event-link';

export type Theme = 'dark' | 'light';

const themeKey = 'nightside.theme';
const recentKey = 'nightside.recent';
const savedKey = 'nightside.saved';
const recentMost = 8;

/** What the browser remembers of a person's choices. Storage may be forbidden or full: then nothing is remembered. */
export class Preferences {
  theme = $state<Theme>('dark');
  /** Events opened lately, the last one first. */
  recent = $state.raw<readonly SkyEvent[]>([]);

  readonly #storage: Storage | null;

  constructor(storage: () => Storage) {
    this.#storage = allowed(storage);
    this.theme = this.#read(themeKey) === 'light' ? 'light' : 'dark';
    this.recent = parseRecent(this.#read(recentKey));
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.#write(themeKey, theme);
  }

  /** Remembers an event by its cameras and range; where its cursor or scaling stood does not matter here. */
  remember(event: SkyEvent): void {
    const plain: SkyEvent = { ...event, cursorUs: null, zoom: null, altitudeKm: null };
    const link = formatEventLink(plain);
    const others = this.recent.filter((other) => formatEventLink(other) !== link);
    this.recent = [plain, ...others].slice(0, recentMost);
    this.#write(recentKey, JSON.stringify(this.recent.map(formatEventLink)));
  }

  forgetRecent(): void {
    this.recent = [];
    this.#write(recentKey, '[]');
  }

  /** Whether there are saved events: only then a page asks for what looks them up. */
  get hasSaved(): boolean {
    return this.#read(savedKey) === 'yes';
  }

  noteSaved(any: boolean): void {
    this.#write(savedKey, any ? 'yes' : 'no');
  }

  #read(key: string): string | null {
    return this.#storage?.getItem(key) ?? null;
  }

  #write(key: string, value: string): void {
    try {
      this.#storage?.setItem(key, value);
    } catch (error) {
      // A full or forbidden storage costs only the memory of this choice.
      if (!(error instanceof DOMException)) throw error;
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

function parseRecent(text: string | null): SkyEvent[] {
  let links: unknown;
  try {
    links = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(links)) return [];
  return links
    .filter((link): link is string => typeof link === 'string')
    .flatMap((link) => parseEventLink(new URLSearchParams(link)).event ?? [])
    .slice(0, recentMost);
}
