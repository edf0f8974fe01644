import { datasetByName } from '$lib/datasets/catalogue';
import { titleOfDataset, type KeptNight } from './kept-nights';

/** Whom to thank for files that are taken away, and how to cite them: plain text, one paragraph for each dataset. */
export function creditText(nights: readonly KeptNight[]): string {
  const paragraphs = new Map<string, string>();
  for (const { dataset, isSample } of nights) {
    const title = titleOfDataset(dataset, isSample);
    if (!paragraphs.has(title)) paragraphs.set(title, isSample ? synthetic(title) : creditOf(title, dataset));
  }
  return `${[...paragraphs.values()].join('\n\n')}\n`;
}

function creditOf(title: string, dataset: string): string {
  const credit = datasetByName(dataset)?.credit;
  if (!credit) return title;
  const { doi, citation, acknowledgement, page } = credit;
  const source = doi === null ? page : `https://doi.org/${doi}`;
  return [title, citation, acknowledgement, source].filter((line) => line !== null).join('\n');
}

function synthetic(title: string): string {
  return `${title}\nComputed by Nightside, not observed. Not to be taken for data of an instrument.`;
}
