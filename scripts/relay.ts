import type { Archive } from '../tests/archive/archive';
import { hostKeys, hosts, type HostKey } from '../tests/archive/hosts';
import { createGate, type Handler } from './gate';
import { passOn } from './relay-upstream';

export interface RelayOptions {
  /** A folder's stand-in, which then answers in the place of the live hosts. */
  readonly archive?: Archive;
  /** What people are told about where the data come from. */
  readonly label: string;
  /** Other addresses for the hosts, without a path; for tests. */
  readonly targets?: Partial<Readonly<Record<HostKey, string>>>;
}

/** Searches are asked for with POST and given up with DELETE; files only ever read. */
const methods: Readonly<Record<HostKey, readonly string[]>> = {
  data: ['GET', 'HEAD'],
  srs: ['GET', 'HEAD', 'POST', 'OPTIONS'],
  aurorax: ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'],
};

/** The pass-through to the three hosts and nowhere else, for pages that may not read them directly: see `createGate`. */
export function createRelay({ archive, label, targets }: RelayOptions): Handler {
  return createGate({
    name: 'relay',
    description: {
      relay: 'nightside',
      version: 1,
      paths: Object.fromEntries(hostKeys.map((host) => [host, `${host}/`])),
      archive: archive ? 'folder' : 'live',
      label,
    },
    methods,
    answer: (asked, request, response) =>
      archive
        ? archive.answer(asked, request, response)
        : passOn(request, response, targets?.[asked.host] ?? hosts[asked.host], asked.target),
  });
}
