import { jsonAnswer, type Answer } from '../../scripts/http/answer';
import type { Entry } from '../../scripts/http/folder';
import { allDatasets, type ListedDataset } from './dataset-table';
import { datasetRecord } from './datasets';
import type { Tree } from './tree';
import { missingParameter, notABoolean, notADate, refusal, unprocessable, type Complaint } from './validation';

const dayMs = 86_400_000;

/** Length of the span that one file stands for: a window that touches the span finds the file. */
const spanMs: Readonly<Record<ListedDataset['resolution'], number>> = {
  '1min': 60_000,
  '1hr': 3_600_000,
  '1day': dayMs,
  not_applicable: dayMs,
};

/** `GET /api/v1/data_distribution/urls`: the files of a dataset in a window of time, found by looking at the tree. */
export async function fileListAnswer(query: URLSearchParams, tree: Tree, archiveBase: string): Promise<Answer> {
  const request = parseRequest(query);
  if (Array.isArray(request)) return unprocessable(request);
  const dataset = allDatasets.find(({ name }) => name === request.name.toUpperCase());
  if (!dataset) return refusal(404, 'Dataset name does not exist');
  if (request.startMs > request.endMs) return refusal(400, 'Start time is after the end time');
  if (dataset.resolution === '1min' && request.endMs - request.startMs >= dayMs) {
    return refusal(400, 'Timeframe exceeds valid range; this dataset listing must be limited to one day');
  }

  const files = await findFiles(dataset, request, tree);
  files.sort((a, b) => a.startMs - b.startMs || (a.path < b.path ? -1 : 1));
  return jsonAnswer(200, {
    urls: files.map(({ path }) => `${archiveBase}/sort_by_project/${encodePath(path)}`),
    path_prefix: `${archiveBase}/sort_by_project/${dataset.directory}`,
    count: files.length,
    total_bytes: request.includeTotalBytes ? files.reduce((sum, { bytes }) => sum + bytes, 0) : null,
    dataset: datasetRecord(dataset, archiveBase),
  });
}

interface ListRequest {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
  readonly includeTotalBytes: boolean;
}

interface ListedFile {
  /** Below `sort_by_project/`. */
  readonly path: string;
  readonly startMs: number;
  readonly bytes: number;
}

function parseRequest(query: URLSearchParams): ListRequest | Complaint[] {
  const complaints: Complaint[] = [];
  const required = (name: string): string => {
    const value = query.get(name);
    if (value === null) complaints.push(missingParameter(name));
    return value ?? '';
  };
  const name = required('name');
  const [startMs, endMs] = ['start', 'end'].map((parameter) => {
    const text = required(parameter);
    const time = parseUtc(text);
    if (time === null && query.has(parameter)) complaints.push(notADate(parameter, text));
    return time ?? 0;
  });
  const totalText = query.get('include_total_bytes') ?? 'false';
  const includeTotalBytes = parseBoolean(totalText);
  if (includeTotalBytes === null) complaints.push(notABoolean('include_total_bytes', totalText));
  if (complaints.length > 0) return complaints;
  return {
    name,
    startMs: startMs ?? 0,
    endMs: endMs ?? 0,
    siteUid: query.get('site_uid')?.toLowerCase() ?? null,
    deviceUid: query.get('device_uid')?.toLowerCase() ?? null,
    includeTotalBytes: includeTotalBytes ?? false,
  };
}

/** `2023-01-01T06:00:00`, shorter forms (missing parts are lowest), a fraction, a trailing `Z`; null for anything else. */
export function parseUtc(text: string): number | null {
  const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?)?Z?$/;
  const match = form.exec(text);
  if (!match) return null;
  const [, date = '', hour = '00', minute = '00', second = '00', fraction = '0'] = match;
  const time = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  // The parser turns 31 February into a day of March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(date)) return null;
  return time + Number(`0.${fraction}`) * 1000;
}

function parseBoolean(text: string): boolean | null {
  if (/^(true|1|on|yes|t|y)$/i.test(text)) return true;
  return /^(false|0|off|no|f|n)$/i.test(text) ? false : null;
}

function findFiles(dataset: ListedDataset, request: ListRequest, tree: Tree): Promise<ListedFile[]> {
  switch (dataset.files.kind) {
    case 'dated':
      return findDated(dataset, dataset.files.name, request, tree);
    case 'skymap':
      return findSkymaps(dataset, request, tree);
    case 'calibration':
      return findCalibrations(dataset, dataset.files.what, request, tree);
  }
}

async function findDated(
  dataset: ListedDataset,
  fileName: RegExp,
  request: ListRequest,
  tree: Tree,
): Promise<ListedFile[]> {
  const span = spanMs[dataset.resolution];
  const found: ListedFile[] = [];
  for (const day of await daysOf(dataset.directory, request, tree)) {
    for (const { names, entry } of await filesBelow(tree, day, 3)) {
      const startMs = timeInName(entry.name);
      // Darks of SMILE and others share the folder and, but for one word, the name.
      if (startMs === null || !fileName.test(entry.name) || /_dark(_|\.)/.test(entry.name)) continue;
      if (!touches(startMs, span, request)) continue;
      const { siteUid, deviceUid } = ownersInName(entry.name);
      if (request.siteUid !== null && request.siteUid !== siteUid) continue;
      if (request.deviceUid !== null && request.deviceUid !== deviceUid) continue;
      found.push({ path: [...names, entry.name].join('/'), startMs, bytes: entry.bytes });
    }
  }
  return found;
}

async function findSkymaps(dataset: ListedDataset, request: ListRequest, tree: Tree): Promise<ListedFile[]> {
  const found: ListedFile[] = [];
  for (const { names, entry } of await filesBelow(tree, dataset.directory.split('/'), 2)) {
    const match = /^([a-z0-9]+)_(\d{8})$/.exec(names.at(-1) ?? '');
    const startMs = timeInName(match?.[2] ?? '');
    if (startMs === null || !entry.name.endsWith('.sav') || !touches(startMs, dayMs, request)) continue;
    if (request.siteUid !== null && request.siteUid !== match?.[1]) continue;
    found.push({ path: [...names, entry.name].join('/'), startMs, bytes: entry.bytes });
  }
  return found;
}

async function findCalibrations(
  dataset: ListedDataset,
  what: string,
  request: ListRequest,
  tree: Tree,
): Promise<ListedFile[]> {
  const names = dataset.directory.split('/');
  const found: ListedFile[] = [];
  for (const entry of await tree.list(names)) {
    const match = /^[a-z]+_([a-z]+)_(\d+)_(\d{8})(-.*)?\.sav$/i.exec(entry.name);
    if (!match || entry.kind !== 'file' || match[1]?.toLowerCase() !== what) continue;
    const [, , detector = '', day = ''] = match;
    const startMs = timeInName(day);
    if (startMs === null || !touches(startMs, dayMs, request)) continue;
    // A device is known by the last digits of its detector: 655, or rego-655, is 15655.
    const digits = /\d+$/.exec(request.deviceUid ?? '')?.[0] ?? '';
    if (request.deviceUid !== null && (digits === '' || !detector.endsWith(digits))) continue;
    found.push({ path: [...names, entry.name].join('/'), startMs, bytes: entry.bytes });
  }
  return found;
}

/** The day folders (`…/YYYY/MM/DD`) that hold something for the window. */
async function daysOf(directory: string, { startMs, endMs }: ListRequest, tree: Tree): Promise<string[][]> {
  const first = new Date(startMs).toISOString().slice(0, 10).replace(/-/g, '');
  const last = new Date(endMs).toISOString().slice(0, 10).replace(/-/g, '');
  let level: { names: string[]; digits: string }[] = [{ names: directory.split('/'), digits: '' }];
  for (const pattern of [/^\d{4}$/, /^\d{2}$/, /^\d{2}$/]) {
    const next: typeof level = [];
    for (const { names, digits } of level) {
      for (const entry of await tree.list(names)) {
        const longer = digits + entry.name;
        if (entry.kind !== 'folder' || !pattern.test(entry.name)) continue;
        if (longer < first.slice(0, longer.length) || longer > last.slice(0, longer.length)) continue;
        next.push({ names: [...names, entry.name], digits: longer });
      }
    }
    level = next;
  }
  return level.map(({ names }) => names);
}

async function filesBelow(tree: Tree, names: string[], depth: number): Promise<{ names: string[]; entry: Entry }[]> {
  const found: { names: string[]; entry: Entry }[] = [];
  for (const entry of await tree.list(names)) {
    if (entry.kind === 'file') found.push({ names, entry });
    else if (depth > 0) found.push(...(await filesBelow(tree, [...names, entry.name], depth - 1)));
  }
  return found;
}

function touches(fileStartMs: number, span: number, { startMs, endMs }: ListRequest): boolean {
  return fileStartMs <= endMs && fileStartMs + span > startMs;
}

/** UTC milliseconds of the first date in a name, with the hour, or hour and minute, where they follow at once. */
function timeInName(name: string): number | null {
  const match = /(?:^|_)(\d{4})(\d{2})(\d{2})(?:_(\d{2})(\d{2})?(?:\d{2})?(?=[_.]|$))?/.exec(name);
  if (!match) return null;
  const [, year, month, day, hour = '00', minute = '00'] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return Number.isNaN(time) ? null : time;
}

/** Whose file it is, by its name; places in the name shift when it carries seconds, so devices are known by their form. */
function ownersInName(name: string): { siteUid: string | null; deviceUid: string | null } {
  const parts = name.replace(/\..*$/, '').toLowerCase().split('_');
  const at = parts.findIndex((part) => /^(themis\d+|(rego|nir|blue|rgb|spect|smile|rainbow)-\d+)$/.test(part));
  if (at > 0) return { siteUid: parts[at - 1] ?? null, deviceUid: parts[at] ?? null };
  const lower = name.toLowerCase();
  const riometer = /(?:^|_)rio-([a-z]+)_|_([a-z]+)-hsr_/.exec(lower);
  const oldCode = /^([a-z]{3})_(?:canopus_dcp_)?rio_/.exec(lower)?.[1] ?? '';
  return { siteUid: riometer?.[1] ?? riometer?.[2] ?? siteOfOldCode.get(oldCode) ?? null, deviceUid: null };
}

/** Riometer files from before 2007 name their site by three letters. */
const siteOfOldCode = new Map(
  'chur=chu cont=con daws=daw arvi=esk fsim=sim fsmi=smi gill=gil isll=isl mcmu=mcm pina=pin rabb=rab rank=ran talo=tal'
    .split(' ')
    .map((pair) => pair.split('=').reverse() as [string, string]),
);

/** Each name escaped for a URL; `+` stays, as the service writes it. */
function encodePath(path: string): string {
  return path
    .split('/')
    .map((name) => encodeURIComponent(name).replace(/%2B/g, '+'))
    .join('/');
}
