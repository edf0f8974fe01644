import { randomUUID } from 'node:crypto';

/** A line of a search's log, as the service writes it. */
interface LogLine {
  readonly timestamp: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly summary: string;
}

interface Search {
  readonly id: string;
  readonly type: keyof typeof kinds;
  readonly query: object;
  readonly requestedMs: number;
  readonly records: readonly unknown[];
  /** Of the records as JSON: counted once, a month of positions has millions. */
  readonly bytes: number;
  /** How often its state was asked for. */
  polls: number;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  dataIsGone: boolean;
}

/** How searches go, as tests want it. */
export interface SearchManners {
  /** So many questions for its state are answered with "running". */
  runningPolls: number;
  /** What searches fail with, in their last line; null: they succeed. */
  failsWith: string | null;
  /** Whether results come as a bare list, as the service's own description says, or wrapped, as its clients read them. */
  bareLists: boolean;
  /** The status with which searches at once are refused; null: they are answered. */
  refusesAtOnce: 400 | 404 | 405 | null;
}

export const usualManners: SearchManners = { runningPolls: 2, failsWith: null, bareLists: false, refusesAtOnce: null };

/** Singular in a search's state, plural in addresses. */
const kinds = { data_product: 'data_products', ephemeris: 'ephemeris' } as const;

/** Searches that were asked for, from the first question to the last. */
export class SearchDesk {
  manners: SearchManners = { ...usualManners };
  #searches = new Map<string, Search>();

  clear(): void {
    this.manners = { ...usualManners };
    this.#searches.clear();
  }

  /** @returns null when there is one of that id already */
  begin(type: Search['type'], query: object, records: readonly unknown[], id: string = randomUUID()): string | null {
    if (this.#searches.has(id)) return null;
    const shape = { id, type, query, records, bytes: JSON.stringify(records).length, requestedMs: Date.now() };
    this.#searches.set(id, { ...shape, polls: 0, state: 'running', dataIsGone: false });
    return id;
  }

  /** What the service says of a search, and one question more was asked; null for one that is not known. */
  status(id: string, kind: string): object | null {
    const search = this.#searches.get(id);
    if (!search || kinds[search.type] !== kind) return null;
    if (search.state === 'running' && search.polls >= this.manners.runningPolls)
      search.state = this.manners.failsWith === null ? 'done' : 'failed';
    search.polls++;
    const isOver = search.state !== 'running';
    return {
      search_request: {
        request_id: id,
        query: search.query,
        requested: stamp(search.requestedMs),
        request_type: search.type,
      },
      search_result: {
        data_uri: search.state === 'done' ? `/api/v1/${kind}/requests/${id}/data` : null,
        result_count: search.state === 'done' ? search.records.length : null,
        file_size: search.state === 'done' ? (search.records.length === 0 ? 5 : search.bytes) : null,
        query_duration: isOver ? 305 : null,
        completed_timestamp: isOver ? stamp(search.requestedMs + 305) : null,
        error_condition: isOver ? search.state !== 'done' : null,
        result_file_deleted_timestamp: search.dataIsGone ? stamp(Date.now()) : null,
      },
      logs: this.#logOf(search),
    };
  }

  /** The records of a finished search; null where there are none to be had. */
  data(id: string, kind: string): readonly unknown[] | null {
    const search = this.#searches.get(id);
    return search?.state === 'done' && kinds[search.type] === kind && !search.dataIsGone ? search.records : null;
  }

  /** 200, or 204 for one that was over, whose result is then removed; 404 for one that is not known. */
  cancel(id: string): 200 | 204 | 404 {
    const search = this.#searches.get(id);
    if (!search) return 404;
    if (search.state === 'running') {
      search.state = 'cancelled';
      return 200;
    }
    search.dataIsGone = true;
    return 204;
  }

  stateOf(id: string): Search['state'] | null {
    return this.#searches.get(id)?.state ?? null;
  }

  #logOf({ id, requestedMs, polls, state, records, bytes }: Search): LogLine[] {
    const lines: [LogLine['level'], string][] = [
      ['debug', 'Search request arrived and saved'],
      ['info', `Starting query for ${id}`],
    ];
    if (polls > 1) lines.push(['debug', 'Query is running']);
    if (state === 'done') {
      lines.push(['info', `Finished writing data, found ${records.length} records in 0.11 seconds.`]);
      lines.push(['debug', `File size is ${bytes} bytes.`]);
      lines.push(['info', `Finished search in 0.31 seconds and found ${records.length} records.`]);
    }
    if (state === 'failed') lines.push(['error', this.manners.failsWith ?? 'failed']);
    if (state === 'cancelled') lines.push(['warn', 'Search was cancelled']);
    return lines.map(([level, summary], index) => ({ timestamp: stamp(requestedMs + 5 * index), level, summary }));
  }
}

/** With the six decimals that the service has, and no zone. */
function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000');
}
