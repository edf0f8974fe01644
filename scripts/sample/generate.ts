import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatInstant } from '$lib/datasets/utc';
import { runJobs, type Done, type Job, type JobData, type RunJobs } from './jobs';
import { archiveFolder, descriptionName } from './paths';
import { putInPlace, readStanding, requireReplaceable, resolveLink, truthName } from './place';
import { everyCamera } from './colour-cameras';
import { computedMinutes, minutesOf, sampleRange, sampleTitle } from './plan';
import { createTruth } from './truth';
import { inWorkshop } from './workshop';

export interface GenerateOptions extends Omit<JobData, 'folder'> {
  /** Where all of it goes: another sample event that stands there is replaced, nothing else is. */
  readonly folder: string;
  /** Every minute of every camera. */
  readonly full: boolean;
  /** Fingerprint of the sources, to be remembered. */
  readonly madeFrom: string;
  readonly onProgress: (share: number) => void;
  readonly makers?: Makers;
}

/** What computes the sample event: most of a minute for the files, some seconds for the truth. */
export interface Makers {
  readonly runJobs: RunJobs;
  readonly createTruth: (seed: number) => Pick<ReturnType<typeof createTruth>, 'onset'>;
}

/**
 * Write the sample event: an archive, its truth, and last the description that says that it is whole. The same seed
 * gives the same bytes. It is made in a folder beside its own, which is moved there once it is whole.
 *
 * @returns number and size of the archive's files; null when another process put the same ones there meanwhile
 * @throws when the folder holds something else
 */
export async function generateSample(options: GenerateOptions): Promise<Done | null> {
  const { folder, seed, full, onProgress, makers = { runJobs, createTruth } } = options;
  const target = await resolveLink(folder);
  await requireReplaceable(target);
  const before = await readStanding(target);
  return inWorkshop(target, async (workshop) => {
    const made = path.join(workshop.folder, 'made');
    const spare = path.join(workshop.folder, 'replaced');
    const archive = path.join(made, archiveFolder);
    for (const needed of [archive, spare]) await mkdir(needed, { recursive: true });
    const written = await makers.runJobs(jobsOf(full), { folder: archive, seed }, (share) => {
      workshop.touch();
      onProgress(share);
    });
    const truth = makers.createTruth(seed);
    await writeFile(path.join(made, truthName), JSON.stringify(truth));
    // The first camera is the one that is opened at onset.
    const description = describe(options, truth.onset[0]?.frameUtc);
    await writeFile(path.join(made, descriptionName), JSON.stringify(description, null, 2));
    return (await putInPlace(made, target, spare, before)) ? written : null;
  });
}

function jobsOf(full: boolean): Job[] {
  // The largest pictures first, so that no worker is left with them at the end.
  const pixelsOf = (camera: number) => everyCamera[camera]!.height * everyCamera[camera]!.width;
  const order = [...everyCamera.keys()].sort((a, b) => pixelsOf(b) - pixelsOf(a));
  return order.flatMap((camera): Job[] => [
    { camera, minute: null },
    ...minutesOf(everyCamera[camera]!, full).map((minute) => ({ camera, minute })),
  ]);
}

function trackOf(camera: (typeof everyCamera)[number], full: boolean) {
  const { dataset, siteUid, deviceUid } = camera;
  const fewer = !('line' in camera) && !full ? { computed: minutesOf(camera, full) } : {};
  return { dataset, site: siteUid, device: deviceUid, ...fewer };
}

function describe({ seed, full, madeFrom }: GenerateOptions, onset: string | null | undefined) {
  return {
    ...{ sample: 'nightside', version: 1, title: sampleTitle },
    paths: { data: 'data/', srs: 'srs/', aurorax: 'aurorax/' },
    range: { start: formatInstant(sampleRange.startUs), end: formatInstant(sampleRange.endUs) },
    // In minutes after the start of the range; of a track where it has fewer.
    tracks: everyCamera.map((camera) => trackOf(camera, full)),
    ...{ seed, minutes: full ? 'all' : 'core', computed: computedMinutes(full) },
    ...{ onset, edition: `${madeFrom.slice(0, 16)}-${seed}`, madeFrom },
  };
}
