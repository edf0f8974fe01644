import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyLength, ConnectionCut, sendAnswer, type Answer, type Chunks } from '../../scripts/http/answer';
import { corsHeaders, preflightAnswer } from './cors';
import { datasetsAnswer } from './datasets';
import { disturb, sleep } from './disturbed-body';
import { FaultBook } from './faults';
import { fileListAnswer } from './file-list';
import { dataAnswer } from './files';
import { hosts, splitTarget, type Addressed } from './hosts';
import { observatoriesAnswer } from './observatories';
import { RequestLog } from './request-log';
import { SearchService } from './search-service';
import { openTree, type Tree } from './tree';
import { refusal } from './validation';

export interface ArchiveOptions {
  /** Folders laid out like the public server, each with a `sort_by_project/` in it; seen as one. */
  readonly roots: readonly string[];
  /** Whether pages of other origins may read the answers; they may, unless told otherwise. */
  readonly cors?: boolean;
  /** Whether `.gz` files go out as `content-encoding: gzip`; they do not, unless told otherwise. */
  readonly labelGzip?: boolean;
  /** What the addresses in file lists begin with; the public archive's, unless told otherwise. */
  readonly archiveBase?: string;
  /** Which dice decide about faults with a probability. */
  readonly faultSeed?: number;
  /** Whether the search service makes up positions with what models saw; it has none, unless told otherwise. */
  readonly makesLabels?: boolean;
}

/** What can be switched while the stand-in runs. */
export interface Behaviour {
  cors: boolean;
  labelGzip: boolean;
}

/** The three hosts' answers, without a server of their own: whoever has a request can have it answered. */
export interface Archive {
  readonly faults: FaultBook;
  readonly log: RequestLog;
  readonly behaviour: Behaviour;
  readonly search: SearchService;
  /** No faults, an empty log, and the behaviour it was made with. */
  reset(): void;
  answer(addressed: Addressed, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** @throws a sentence for people when a root is not an archive folder */
export async function createArchive(options: ArchiveOptions): Promise<Archive> {
  const tree = await openTree(options.roots);
  const archiveBase = options.archiveBase ?? hosts.data;
  const usual: Behaviour = { cors: options.cors ?? true, labelGzip: options.labelGzip ?? false };
  const faults = new FaultBook(options.faultSeed);
  const log = new RequestLog();
  const behaviour = { ...usual };
  const search = new SearchService(tree, archiveBase, options.makesLabels);

  return {
    faults,
    log,
    behaviour,
    search,
    reset() {
      faults.clear();
      log.clear();
      search.reset();
      Object.assign(behaviour, usual);
    },
    async answer(addressed, request, response) {
      const onBytes = log.watch(addressed, request, response);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const fate = faults.decide(addressed.host, addressed.target);
      if (!(await waited(fate.delayMs, gone.signal))) return;
      if (fate.refuse) {
        request.socket.destroy();
        return;
      }
      const plain =
        request.method === 'OPTIONS'
          ? preflightAnswer(behaviour.cors)
          : (fate.answer ?? (await answerOf(addressed, request, tree, archiveBase, behaviour, search)));
      const answer = behaviour.cors ? { ...plain, headers: { ...plain.headers, ...corsHeaders } } : plain;
      const total = bodyLength(answer.body);
      await sendAnswer(request, response, answer, (chunks) =>
        counted(disturb(chunks, fate, total, gone.signal), total, onBytes),
      );
    },
  };
}

async function answerOf(
  { host, target, base }: Addressed,
  request: IncomingMessage,
  tree: Tree,
  archiveBase: string,
  behaviour: Behaviour,
  search: SearchService,
): Promise<Answer> {
  switch (host) {
    case 'data':
      return dataAnswer(request, tree, target, base, behaviour.labelGzip);
    case 'srs':
      return srsAnswer(request, tree, target, archiveBase);
    case 'aurorax':
      return search.answer(request, target);
  }
}

async function srsAnswer(request: IncomingMessage, tree: Tree, target: string, archiveBase: string): Promise<Answer> {
  const { path, query } = splitTarget(target);
  const parameters = new URLSearchParams(query);
  const route = /^\/api\/v1\/data_distribution\/(datasets|urls|observatories)$/.exec(path)?.[1];
  if (route === undefined) {
    return path.startsWith('/api/')
      ? refusal(501, 'The stand-in does not answer this route')
      : refusal(404, 'Not Found');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'Method Not Allowed');
  if (route === 'datasets') return datasetsAnswer(parameters, archiveBase);
  if (route === 'observatories') return observatoriesAnswer(parameters);
  return fileListAnswer(parameters, tree, archiveBase);
}

async function* counted(chunks: Chunks, total: number, onBytes: (bytes: number, last: boolean) => void): Chunks {
  let sent = 0;
  for await (const chunk of chunks) {
    sent += chunk.length;
    onBytes(chunk.length, sent === total);
    yield chunk;
  }
}

/** Wait; false when the other side left meanwhile. */
async function waited(ms: number, gone: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, gone);
    return true;
  } catch (error) {
    if (error instanceof ConnectionCut) return false;
    throw error;
  }
}
