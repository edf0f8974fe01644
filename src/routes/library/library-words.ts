import { observatory } from '$lib/datasets/observatories';
import { formatDate } from '$lib/datasets/utc';
import type { BrokenFile } from '$lib/loading/library';
import { formatCounts } from '$lib/render/quantity';
import { titleOfDataset, type KeptNight } from '$lib/state/kept-nights';
import type { LibraryReport, LibraryWork } from '$lib/state/library-view.svelte';

/** `GILL`; `All sites` for what belongs to no one of them. */
export function siteName({ siteUid }: Pick<KeptNight, 'siteUid'>): string {
  return siteUid === null ? 'All sites' : siteUid.toUpperCase();
}

/** `2014-03-10`, the UTC date of the night's middle. */
export function nightName({ nightUs }: Pick<KeptNight, 'nightUs'>): string {
  return nightUs === null ? 'Skymaps, calibrations' : formatDate(nightUs);
}

/** `THEMIS ASI GILL (Gillam, MB, Canada), night of 2014-03-10` */
export function fullName({ dataset, isSample, siteUid, nightUs }: KeptNight): string {
  const place = siteUid === null ? null : observatory(siteUid);
  const site = siteUid === null ? '' : ` ${siteUid.toUpperCase()}${place ? ` (${place.name})` : ''}`;
  const night = nightUs === null ? '' : `, night of ${formatDate(nightUs)}`;
  return `${titleOfDataset(dataset, isSample)}${site}${night}`;
}

export function countOf(files: number): string {
  return `${formatCounts(files)} ${files === 1 ? 'file' : 'files'}`;
}

export function workWords({ kind, done, total }: LibraryWork): string {
  const doing = { pin: 'Pinning', forget: 'Forgetting', verify: 'Reading again', export: 'Packing' }[kind];
  return `${doing}: ${formatCounts(done)} of ${countOf(total)}`;
}

/** How the work ended, and whether that is a fault. */
export function reportWords(report: LibraryReport): { readonly text: string; readonly fault: boolean } {
  switch (report.kind) {
    case 'pinned': {
      const lost = report.of - report.files;
      const text = `Pinned: ${countOf(report.files)}.`;
      return lost === 0 ? { text, fault: false } : { text: `${text} ${countOf(lost)} could not be read.`, fault: true };
    }
    case 'unpinned':
      return { text: `Unpinned: ${countOf(report.files)}.`, fault: false };
    case 'forgotten': {
      const stayed = report.of - report.files;
      const text = `Forgotten: ${countOf(report.files)}.`;
      return { text: stayed === 0 ? text : `${text} ${countOf(stayed)} pinned by now: not forgotten.`, fault: false };
    }
    case 'verified':
      return verifiedWords(report.files, report.unsigned, report.broken);
    case 'exported':
      return report.gone === 0
        ? { text: `Exported: ${countOf(report.files)}.`, fault: false }
        : { text: `Exported: ${countOf(report.files)}; ${countOf(report.gone)} had left in between.`, fault: true };
    case 'cancelled':
      return { text: `Stopped after ${countOf(report.files)}.`, fault: false };
    case 'failed':
      return { text: `That failed: ${report.message}`, fault: true };
  }
}

function verifiedWords(files: number, unsigned: number, broken: readonly BrokenFile[]) {
  const how = unsigned === 0 ? 'size and checksum' : unsigned === files ? 'size' : 'size, pinned ones by checksum too';
  if (broken.length === 0)
    return { text: `${countOf(files)} read again: all as they were kept (${how}).`, fault: false };
  return {
    text: `${countOf(files)} read again (${how}): ${countOf(broken.length)} not as they were kept.`,
    fault: true,
  };
}

/** What is wrong with a file, after its name. */
export function brokenWords({ reason }: BrokenFile): string {
  return {
    gone: 'has left this browser',
    size: 'has another size than when it was kept',
    checksum: 'has other bytes than when it was pinned (SHA-256)',
    unreadable: 'is not given by the browser any more',
  }[reason];
}

/** What is in it: `nightside-themis-gill-2014-03-10.zip`; of several only what they have in common. */
export function zipName(nights: readonly KeptNight[]): string {
  const common = (partOf: (night: KeptNight) => string | null) => {
    const parts = new Set(nights.map(partOf));
    return parts.size === 1 ? [...parts][0]! : null;
  };
  const array = common(({ dataset }) => dataset.split('_')[0]!.toLowerCase());
  const site = common(({ siteUid }) => siteUid);
  const night = common(({ nightUs }) => (nightUs === null ? null : formatDate(nightUs)));
  const sample = common(({ isSample }) => (isSample ? 'synthetic' : null));
  const parts = [array, site, night, sample].filter((part) => part !== null);
  return `nightside-${parts.length === 0 ? 'raw-files' : parts.join('-')}.zip`;
}
