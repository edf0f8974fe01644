import type { Amount } from './load-meter.svelte';

const muchBytes = 400_000_000;
/** Where sizes are not known. */
const manyFiles = 60;

/** Whether a download is so large that the person is asked before it begins. */
export function isMuch({ files, bytes }: Amount): boolean {
  return bytes === null ? files > manyFiles : bytes > muchBytes;
}
