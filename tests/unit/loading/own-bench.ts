import { createMemoryCache } from '$lib/cache/memory-cache';
import { minuteUs } from '$lib/datasets/utc';
import { createOwnFiles } from '$lib/loading/own-files';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import type { OwnFrames } from '$lib/model/own-file';
import { file as fileAnswer, json } from '../services/counting-fetch';
import { createBench, minuteBytes, minuteFile, minuteOf } from './bench';

export const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
export const startUs = minuteFile(0).startUs;
export const range = { startUs, endUs: startUs + 5 * minuteUs };

export function framesOf(index: number): OwnFrames {
  const { dataset, siteUid, deviceUid, startUs: minuteStart, url } = minuteFile(index);
  const path = url.slice('https://data.phys.ucalgary.ca/sort_by_project/'.length);
  const times = { frames: 20, firstUs: minuteStart, lastUs: minuteStart + 57e6 };
  return { kind: 'frames', dataset, siteUid, deviceUid, startUs: minuteStart, path, ...times };
}

/** The archive has minutes 0, 1 and 2; the person nothing yet. */
export function ownBench({ archive = true } = {}) {
  const registry = new OwnFileRegistry();
  const parts = createBench({
    cache: createMemoryCache({ budgetBytes: 1e6 }),
    answer: (url) => {
      if (!archive) throw new TypeError('Failed to fetch');
      if (url.includes('SKYMAP')) return json({ urls: [], count: 0, total_bytes: null });
      if (url.includes('/api/'))
        return json({ urls: [0, 1, 2].map((index) => minuteFile(index).url), count: 3, total_bytes: 300 });
      return fileAnswer(minuteBytes(minuteOf(url)));
    },
  });
  const loading = createOwnFiles(parts.loading, registry, parts.decoder);
  return { ...parts, registry, loading };
}
