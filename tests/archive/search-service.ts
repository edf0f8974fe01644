import type { IncomingMessage } from 'node:http';
import { emptyAnswer, jsonAnswer, textAnswer, type Answer } from '../../scripts/http/answer';
import { dataSourcesAnswer, type Source } from './data-sources';
import { ephemerisCounts, matchingEphemeris, type EphemerisRecord } from './ephemeris-records';
import { hosts, splitTarget } from './hosts';
import { matchingProducts, productCounts, recordsOfTree, type ProductRecord } from './product-records';
import { isRecord, readJson } from './request-body';
import { inFormat, isResponseFormat } from './response-format';
import { SearchDesk } from './search-desk';
import { lacksFilter, queryComplaint, spanOf, type SearchQuery } from './search-query';
import type { Tree } from './tree';

const dayMs = 24 * 3600 * 1000;
const tenYearsMs = 10 * 366 * dayMs;

type Kind = 'data_products' | 'ephemeris';

/** The search service: its data sources, its searches, and how many records there are on which day. */
export class SearchService {
  readonly desk = new SearchDesk();
  readonly #tree: Tree;
  readonly #base: string;
  #products: readonly ProductRecord[] | null = null;
  #ephemeris: readonly EphemerisRecord[] | null;

  readonly #usual: readonly EphemerisRecord[] | null;

  /** @param makesLabels whether it makes up positions with labels; people are shown none that nobody gave */
  constructor(tree: Tree, archiveBase: string, makesLabels = false) {
    this.#tree = tree;
    this.#base = archiveBase;
    this.#usual = makesLabels ? null : [];
    this.#ephemeris = this.#usual;
  }

  /** From now on these are all data products there are; null: the summary pictures of the folder, as at the start. */
  setProducts(records: readonly unknown[] | null): void {
    this.#products = records as readonly ProductRecord[] | null;
  }

  /** From now on these are all positions there are; null: made ones of the THEMIS cameras. */
  setEphemeris(records: readonly unknown[] | null): void {
    this.#ephemeris = records as readonly EphemerisRecord[] | null;
  }

  reset(): void {
    this.#products = null;
    this.#ephemeris = this.#usual;
    this.desk.clear();
  }

  async answer(request: IncomingMessage, target: string): Promise<Answer> {
    const { path, query } = splitTarget(target);
    const parameters = new URLSearchParams(query);
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    // Whoever wonders whether the host is there at all asks for its page.
    if (method === 'GET' && path === '/') return textAnswer(200, 'text/html', '<title>AuroraX API</title>');
    if (method === 'GET' && path === '/api/v1/data_sources') {
      const answer = dataSourcesAnswer(parameters);
      if (answer) return answer;
    }
    const [, kind, id, data] =
      /^\/api\/v1\/(data_products|ephemeris)(?:\/search|\/search_synchronous|\/requests\/([^/]+)(\/data)?)$/.exec(
        path,
      ) ?? [];
    if (kind === 'data_products' || kind === 'ephemeris') {
      if (id !== undefined) return this.#ofSearch(request, method, kind, id, data !== undefined);
      if (method === 'POST') return path.endsWith('/search') ? this.#begin(request, kind) : this.#atOnce(request, kind);
    }
    if (method === 'GET' && path === '/api/v1/availability/data_products') return this.#productDays(parameters);
    if (method === 'GET' && path === '/api/v1/availability/ephemeris') return this.#ephemerisDays(parameters);
    return problem(501, 'NotImplemented', 'The stand-in does not answer this route');
  }

  async #begin(request: IncomingMessage, kind: Kind): Promise<Answer> {
    const query = await bodyOf(request);
    const complaint = queryComplaint(query) ?? limitComplaint(query as SearchQuery, kind, false);
    if (complaint !== null) return problem(400, 'AssertionError', complaint);
    const asked = query as SearchQuery & { readonly request_id?: string | null };
    const type = kind === 'ephemeris' ? 'ephemeris' : 'data_product';
    const id = this.desk.begin(type, asked, await this.#matching(kind, asked), asked.request_id ?? undefined);
    if (id === null) return problem(409, 'Duplicate', 'There is a search of that request_id already');
    return emptyAnswer(202, { location: `${hosts.aurorax}/api/v1/${kind}/requests/${id}` });
  }

  async #atOnce(request: IncomingMessage, kind: Kind): Promise<Answer> {
    const { refusesAtOnce } = this.desk.manners;
    if (refusesAtOnce !== null) return problem(refusesAtOnce, 'NotFound', 'no searches at once here');
    const body = await bodyOf(request);
    const query = isRecord(body) ? body.query : null;
    const complaint = queryComplaint(query) ?? limitComplaint(query as SearchQuery, kind, true);
    if (complaint !== null) return problem(400, 'AssertionError', complaint);
    const records = await this.#matching(kind, query as SearchQuery);
    return this.#list(records, isRecord(body) ? body.response_format : null);
  }

  async #ofSearch(request: IncomingMessage, method: string, kind: Kind, id: string, isData: boolean): Promise<Answer> {
    if (method === 'DELETE') {
      const status = this.desk.cancel(id);
      return status === 404 ? problem(404, 'NotFound', 'no such search') : emptyAnswer(status);
    }
    if (!isData) {
      const status = method === 'GET' ? this.desk.status(id, kind) : null;
      return status ? jsonAnswer(200, status) : problem(404, 'NotFound', 'no such search');
    }
    const records = this.desk.data(id, kind);
    if (!records) return problem(404, 'NotFound', 'no result of that search');
    return this.#list(records, method === 'POST' ? await bodyOf(request) : null);
  }

  #list(records: readonly unknown[], format: unknown): Answer {
    const wanted = format ?? null;
    if (wanted !== null && !isResponseFormat(wanted))
      return problem(400, 'AssertionError', 'a response format is an object of booleans');
    const list = records.map((record) => inFormat(record, wanted));
    return jsonAnswer(200, this.desk.manners.bareLists ? list : { result: list });
  }

  async #matching(kind: Kind, query: SearchQuery): Promise<readonly unknown[]> {
    return kind === 'ephemeris'
      ? matchingEphemeris(this.#ephemeris, query)
      : matchingProducts(await this.#productRecords(), query);
  }

  async #productDays(parameters: URLSearchParams): Promise<Answer> {
    const records = await this.#productRecords();
    return availability(parameters, 'available_data_products', (start, end) =>
      productCounts(
        records.filter(({ start: time, data_product_type: type }) => {
          const day = time.slice(0, 10);
          return day >= start && day <= end && (parameters.get('data_product_type') ?? type) === type;
        }),
      ),
    );
  }

  #ephemerisDays(parameters: URLSearchParams): Answer {
    return availability(parameters, 'available_ephemeris', (start, end) =>
      ephemerisCounts(this.#ephemeris, start, end),
    );
  }

  async #productRecords(): Promise<readonly ProductRecord[]> {
    return this.#products ?? (await recordsOfTree(this.#tree, this.#base));
  }
}

/** What of a query is more than the service does in one go, as a sentence. */
function limitComplaint(query: SearchQuery, kind: Kind, atOnce: boolean): string | null {
  const span = spanOf(query);
  if (kind === 'data_products')
    return atOnce && span > tenYearsMs + dayMs ? 'at most ten years can be asked for at once' : null;
  if (lacksFilter(query)) return 'at least one filter is needed';
  if (atOnce) return span > 2 * dayMs ? 'at most two days can be asked for at once' : null;
  return span > 31 * dayMs ? 'at most one month can be asked for' : null;
}

function availability(
  parameters: URLSearchParams,
  name: string,
  countsOf: (start: string, end: string) => Map<Source, Map<string, number>>,
): Answer {
  const year = new Date().getUTCFullYear();
  const [start, end] = [parameters.get('start') ?? `${year}-01-01`, parameters.get('end') ?? `${year}-12-31`];
  if (![start, end].every((date) => /^\d{4}-\d\d-\d\d$/.test(date)))
    return problem(400, 'AssertionError', 'start and end are dates');
  const wanted = [...countsOf(start, end)].filter(([source]) =>
    (['program', 'platform', 'instrument_type', 'source_type'] as const).every(
      (field) => (parameters.get(field) ?? source[field]) === source[field],
    ),
  );
  const inOrder = (days: Map<string, number>) => Object.fromEntries([...days].sort(([a], [b]) => (a < b ? -1 : 1)));
  return jsonAnswer(
    200,
    wanted.map(([data_source, days]) => ({ data_source, [name]: inOrder(days) })),
  );
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  try {
    return await readJson(request);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function problem(status: number, error_code: string, error_message: string): Answer {
  return jsonAnswer(status, { error_code, error_message });
}
