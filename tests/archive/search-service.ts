import type { IncomingMessage } from 'node:http';
import { emptyAnswer, jsonAnswer, type Answer } from '../../scripts/http/answer';
import { dataSourcesAnswer } from './data-sources';
import { hosts, splitTarget } from './hosts';
import { filterComplaint } from './metadata-filter';
import {
  matchingProducts,
  productCounts,
  recordsOfTree,
  timeOf,
  type ProductQuery,
  type ProductRecord,
} from './product-records';
import { isRecord, readJson } from './request-body';
import { SearchDesk } from './search-desk';
import type { Tree } from './tree';

const tenYearsMs = 10 * 366 * 24 * 3600 * 1000;
const dayMs = 24 * 3600 * 1000;

/** The search service: its data sources, its searches for data products, and how many of these there are on which day. */
export class SearchService {
  readonly desk = new SearchDesk();
  readonly #tree: Tree;
  readonly #base: string;
  #given: readonly ProductRecord[] | null = null;

  constructor(tree: Tree, archiveBase: string) {
    this.#tree = tree;
    this.#base = archiveBase;
  }

  /** From now on these are all data products there are; null: the summary pictures of the folder, as at the start. */
  setProducts(records: readonly unknown[] | null): void {
    this.#given = records as readonly ProductRecord[] | null;
  }

  reset(): void {
    this.#given = null;
    this.desk.clear();
  }

  async answer(request: IncomingMessage, target: string): Promise<Answer> {
    const { path, query } = splitTarget(target);
    const parameters = new URLSearchParams(query);
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    if (method === 'GET' && path === '/api/v1/data_sources') {
      const answer = dataSourcesAnswer(parameters);
      if (answer) return answer;
    }
    if (method === 'GET' && path === '/api/v1/availability/data_products') return this.#availability(parameters);
    if (method === 'POST' && path === '/api/v1/data_products/search') return this.#begin(request);
    if (method === 'POST' && path === '/api/v1/data_products/search_synchronous') return this.#atOnce(request);
    const [, kind = '', id = '', data] = /^\/api\/v1\/(data_products)\/requests\/([^/]+)(\/data)?$/.exec(path) ?? [];
    if (id) return this.#ofSearch(method, kind, id, data !== undefined);
    return problem(501, 'NotImplemented', 'The stand-in does not answer this route');
  }

  async #begin(request: IncomingMessage): Promise<Answer> {
    const query = await bodyOf(request);
    const complaint = productQueryComplaint(query);
    if (complaint !== null) return problem(400, 'AssertionError', complaint);
    const asked = query as ProductQuery & { readonly request_id?: string | null };
    const records = matchingProducts(await this.#records(), asked);
    const id = this.desk.begin('data_product', asked, records, asked.request_id ?? undefined);
    if (id === null) return problem(409, 'Duplicate', 'There is a search of that request_id already');
    return emptyAnswer(202, { location: `${hosts.aurorax}/api/v1/data_products/requests/${id}` });
  }

  async #atOnce(request: IncomingMessage): Promise<Answer> {
    const body = await bodyOf(request);
    const query = isRecord(body) ? body.query : null;
    const complaint = productQueryComplaint(query) ?? tooLong(query as ProductQuery, tenYearsMs, 'ten years');
    if (complaint !== null) return problem(400, 'AssertionError', complaint);
    return this.#list(matchingProducts(await this.#records(), query as ProductQuery));
  }

  #ofSearch(method: string, kind: string, id: string, isData: boolean): Answer {
    if (method === 'DELETE') {
      const status = this.desk.cancel(id);
      return status === 404 ? problem(404, 'NotFound', 'no such search') : emptyAnswer(status);
    }
    if (!isData) {
      const status = method === 'GET' ? this.desk.status(id, kind) : null;
      return status ? jsonAnswer(200, status) : problem(404, 'NotFound', 'no such search');
    }
    const records = this.desk.data(id);
    return records ? this.#list(records) : problem(404, 'NotFound', 'no result of that search');
  }

  #list(records: readonly unknown[]): Answer {
    return jsonAnswer(200, this.desk.manners.bareLists ? records : { result: records });
  }

  async #availability(parameters: URLSearchParams): Promise<Answer> {
    const year = new Date().getUTCFullYear();
    const [start, end] = [parameters.get('start') ?? `${year}-01-01`, parameters.get('end') ?? `${year}-12-31`];
    if (![start, end].every((date) => /^\d{4}-\d\d-\d\d$/.test(date)))
      return problem(400, 'AssertionError', 'start and end are dates');
    const wanted = (await this.#records()).filter((record) => {
      const day = record.start.slice(0, 10);
      const isOf = (name: 'program' | 'platform' | 'instrument_type' | 'source_type') =>
        (parameters.get(name) ?? record.data_source[name]) === record.data_source[name];
      const type = parameters.get('data_product_type') ?? record.data_product_type;
      const isOfSource = isOf('program') && isOf('platform') && isOf('instrument_type') && isOf('source_type');
      return day >= start && day <= end && isOfSource && type === record.data_product_type;
    });
    const counts = [...productCounts(wanted)].map(([data_source, days]) => ({
      data_source,
      available_data_products: Object.fromEntries([...days].sort(([a], [b]) => (a < b ? -1 : 1))),
    }));
    return jsonAnswer(200, counts);
  }

  async #records(): Promise<readonly ProductRecord[]> {
    return this.#given ?? (await recordsOfTree(this.#tree, this.#base));
  }
}

/** What is wrong with a query, as a sentence; null for a good one. */
function productQueryComplaint(query: unknown): string | null {
  if (!isRecord(query)) return 'the query is no object';
  const { start, end, data_sources: sources, data_product_type_filters: types } = query;
  if (Number.isNaN(timeOf(start)) || Number.isNaN(timeOf(end))) return 'start and end are times';
  if (!isRecord(sources)) return 'data_sources is missing';
  for (const name of ['programs', 'platforms', 'instrument_types'])
    if (sources[name] !== undefined && !isTexts(sources[name])) return `${name} is a list of texts`;
  if (types !== undefined && !isTexts(types)) return 'data_product_type_filters is a list of texts';
  return filterComplaint(sources.data_product_metadata_filters);
}

function tooLong({ start, end }: ProductQuery, mostMs: number, words: string): string | null {
  return timeOf(end) - timeOf(start) > mostMs + dayMs ? `at most ${words} can be asked for at once` : null;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
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
