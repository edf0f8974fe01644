import type { HostCheck, HostKey } from '$lib/model/connection';
import type { Failure, Outcome } from '$lib/model/failure';
import { contentTypeIsPage, contentTypeOf, requestText } from './body';
import { parseListing, type FolderEntry } from './folder-page';
import { addressOf, archiveUrl, pageOriginHere, type Hosts } from './hosts';
import { discard, failed, hostOf, request } from './http';
import { isRecord } from './json';
import { isOnline } from './online';
import { answersAtAll, forbiddenFailure, silentFailure } from './probe';

export interface CheckTools {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** Whether this page's policy lets it ask there. */
  readonly allowed: (origin: string) => boolean;
  /** Milliseconds, never running backwards. */
  readonly now?: (() => number) | undefined;
}

const titles: Readonly<Record<HostKey, string>> = {
  data: 'file archive',
  srs: 'listing service',
  aurorax: 'AuroraX search',
};

const timeoutMs = 10_000;
const longestAnswer = 2 ** 20;
/** Skymaps are few, small, and there for every site; an archive without them is walked from its root. */
const likelyFolder = ['THEMIS', 'asi', 'skymaps'];
const deepest = 9;

/**
 * Ask one of the three services as the app does, and say what works: of the archive a folder's page and the beginning of
 * a file, of the others the cheapest of their documented lists. Nothing is remembered. Never rejects;
 * cancelled, it says what was found until then, and nothing must be made of the verdict.
 */
export async function checkHost(key: HostKey, hosts: Hosts, tools: CheckTools): Promise<HostCheck> {
  const { allowed, now = () => performance.now() } = tools;
  const base = hosts[key];
  const began = now();
  const findings: string[] = [];
  const verdict = allowed(new URL(base).origin) ? await look(key, hosts, tools, findings) : 'blocked';
  if (verdict === 'blocked') findings.push(`This page's own policy does not let it ask ${hostOf(base)}.`);
  const tookMs = Math.round(now() - began);
  return { host: key, title: titles[key], base, verdict, findings, advice: adviceFor(verdict, hosts.via), tookMs };
}

type Verdict = HostCheck['verdict'];

async function look(key: HostKey, hosts: Hosts, tools: CheckTools, findings: string[]): Promise<Verdict> {
  const steps = { data: readArchive, srs: readObservatories, aurorax: readSources }[key];
  const base = hosts[key];
  for (let attempt = 1; ; attempt++) {
    findings.length = 0;
    const failure = await steps(hosts, tools, findings);
    if (!failure) return 'works';
    const verdict = await verdictOn(failure, base, tools);
    // A connection that breaks by chance looks the same, once.
    if (verdict === 'cross-origin' && attempt === 1) continue;
    findings.push(asSentence(toldFor(verdict, failure, hostOf(base)).message));
    return verdict;
  }
}

/** Where the browser did not know why, it is known by now. */
function toldFor(verdict: Verdict, failure: Failure, host: string): Failure {
  if (verdict === 'cross-origin') return forbiddenFailure(host);
  const isUnknown = failure.kind === 'refused' && failure.reason === 'unknown';
  return verdict === 'unreachable' && isUnknown ? silentFailure(host) : failure;
}

async function verdictOn(failure: Failure, base: string, { fetch }: CheckTools): Promise<Verdict> {
  if (failure.kind === 'offline') return 'offline';
  if (failure.kind !== 'refused' || failure.reason === 'broken') return 'failing';
  if (failure.reason !== 'unknown' || new URL(base).origin === pageOriginHere()) return 'unreachable';
  if (await answersAtAll(`${base}/`, fetch)) return 'cross-origin';
  return isOnline() ? 'unreachable' : 'offline';
}

/** A folder's page, and then the beginning of a file: a host can allow the one and not the other. */
async function readArchive(hosts: Hosts, tools: CheckTools, findings: string[]): Promise<Failure | null> {
  const root = await readPage([], hosts, tools);
  if (!root.ok) return root.failure;
  findings.push(`Folders can be read: there are ${root.value.length} at the root of the archive.`);
  const path = (await findFile(likelyFolder, hosts, tools)) ?? (await findFile([], hosts, tools));
  if (path === null) {
    findings.push('No file was found to try, so reading files was not tried.');
    return null;
  }
  const url = addressOf(archiveUrl(...path), hosts);
  const file = await request(url, { ...tools, timeoutMs });
  if (!file.ok) return file.failure;
  discard(file.value);
  const name = path.at(-1)!;
  if (contentTypeIsPage(contentTypeOf(file.value))) {
    const message = `${hostOf(url)} gave a page in place of ${name}`;
    return { kind: 'missing', message };
  }
  findings.push(`Files can be read: ${name} was opened.`);
  return null;
}

/** Down the first folder of each page to the first file; null where there is none on this way. */
async function findFile(from: readonly string[], hosts: Hosts, tools: CheckTools): Promise<readonly string[] | null> {
  let path = from;
  while (path.length < deepest) {
    const page = await readPage(path, hosts, tools);
    if (!page.ok) return null;
    const file = page.value.find((entry) => !entry.isFolder);
    if (file) return [...path, file.name];
    const folder = page.value.find((entry) => entry.isFolder);
    if (!folder) return null;
    path = [...path, folder.name];
  }
  return null;
}

async function readPage(path: readonly string[], hosts: Hosts, tools: CheckTools): Promise<Outcome<FolderEntry[]>> {
  const url = addressOf(archiveUrl(...path, ''), hosts);
  const page = await requestText(url, { ...tools, timeoutMs, maxBytes: longestAnswer * 8 });
  if (!page.ok) return page;
  const entries = contentTypeIsPage(page.value.contentType) ? parseListing(page.value.text) : [];
  // The home page, which stands in for whatever is missing, lists nothing of its own folder.
  if (entries.length > 0) return { ok: true, value: entries };
  return failed({ kind: 'missing', message: `${hostOf(url)} shows no folder of the archive at ${url}` });
}

function readObservatories(hosts: Hosts, tools: CheckTools, findings: string[]): Promise<Failure | null> {
  const url = `${hosts.srs}/api/v1/data_distribution/observatories?instrument_array=themis_asi&uid=gill`;
  return readList(url, 'uid', tools, findings, 'The list of observatories can be read.');
}

function readSources(hosts: Hosts, tools: CheckTools, findings: string[]): Promise<Failure | null> {
  const url = `${hosts.aurorax}/api/v1/data_sources?program=swarm&format=identifier_only`;
  return readList(url, 'identifier', tools, findings, 'The list of data sources can be read.');
}

/** @param field what every record of the list has */
async function readList(
  url: string,
  field: string,
  tools: CheckTools,
  findings: string[],
  good: string,
): Promise<Failure | null> {
  const answer = await requestText(url, { ...tools, timeoutMs, maxBytes: longestAnswer });
  if (!answer.ok) return answer.failure;
  const list = parsed(answer.value.text);
  if (Array.isArray(list) && list.every((entry) => isRecord(entry) && field in entry)) {
    findings.push(good);
    return null;
  }
  const message = `${hostOf(url)} answers with something else than its list`;
  return { kind: 'unsupported', format: 'list', message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not the list, whatever it is
  }
}

function adviceFor(verdict: Verdict, via: Hosts['via']): string | null {
  switch (verdict) {
    case 'works':
      return null;
    case 'cross-origin':
      return (
        'Start the app with npm start, whose server passes requests on; or set the address of a mirror that may be ' +
        'read from other sites; or ask the host to send the header Access-Control-Allow-Origin.'
      );
    case 'unreachable':
      return via === 'custom'
        ? 'Check the network and the address that was set, or try again later.'
        : 'Check the network, try again later, or set the address of a mirror.';
    case 'failing':
      return via === 'custom'
        ? 'Check the address that was set: it is where the paths of the host begin. Otherwise try again later.'
        : 'Try again later.';
    case 'blocked':
      return (
        'An address other than the built-in hosts needs the app started with npm start, whose server passes requests ' +
        'on, or a build of the app that names it.'
      );
    case 'offline':
      return 'Connect to a network. What this browser keeps can be looked at without one.';
  }
}

/** The name of a host stays as it is written, at the beginning too. */
function asSentence(text: string): string {
  const first = /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() : text.charAt(0);
  return first + text.slice(1).replace(/\.?$/, '.');
}
