import { formatIsoUs } from '$lib/datasets/timestamp';
import { onceFilePaths } from './camera-files';
import { layerKm } from './lines';
import { archiveFolder } from './paths';
import { cameras, sampleRange, type SampleCamera } from './plan';
import { colourCameras } from './colour-cameras';
import { colourTruth } from './truth-colour';
import { arcTruth, keogramTruth, lowestDeg, meridians, singleArcSec } from './truth-arcs';
import { onsetTruth } from './truth-onset';
import { brightnessTruth, starTruth } from './truth-points';

/*
 * What is true of the event: the measure of every program that measures. It is computed with the formulas that the
 * pictures are computed with, and never measured in a picture: it holds the way from the formulas through the files and
 * back. Whether the formulas themselves are right, whether stars stand where the sky has them for one, it cannot tell;
 * the witness in tests/independent computes that for itself.
 */

export function createTruth(seed: number) {
  const green = cameras.filter(({ line }) => line === 'green');
  const arcs = (['green', 'red', 'infrared'] as const).flatMap((line) =>
    meridians.map((lonDeg) => arcTruth(line, lonDeg, seed)),
  );
  return {
    synthetic: true,
    seed,
    about,
    range: { start: formatIsoUs(sampleRange.startUs), end: formatIsoUs(sampleRange.endUs) },
    cameras: cameras.map((camera) => cameraTruth(camera)),
    arcs,
    keograms: cameras.map((camera) => keogramTruth(camera, camera.line, seed)),
    onset: green.map((camera) => onsetTruth(camera, camera.line, seed)),
    brightness: cameras.filter(({ detectorUid }) => detectorUid).flatMap((camera) => brightnessTruth(camera, seed)),
    stars: cameras.filter(({ hasCloud }) => !hasCloud).flatMap((camera) => starTruth(camera)),
    colour: colourCameras.map((camera) => colourTruth(camera, arcs, seed)),
  };
}

/** For whoever opens the file without this program. */
const about = {
  event: 'Nightside sample event: a substorm that never happened.',
  made: 'Computed with the formulas that the pictures are computed with, not measured in the pictures.',
  times: 'UTC. frameUtc is the start of the exposure of the frame, as its header says it.',
  rowsAndColumns:
    'Of the files, row 0 the first one stored. In brightness and keograms they are indices of pixels. In stars they are continuous and count from the edge of the picture: pixel r covers r to r + 1, its middle is r + 0.5.',
  directions: 'azimuthDeg is clockwise from north, elevationDeg above the horizon of WGS84 without refraction.',
  latitudes: 'Geodetic, of the place at the altitude of the emission layer that is looked at; longitudes east.',
  altitudes: `In cameras, of the instrument. In arcs and keograms, of the thin layer that emits all of the light: ${layerKm.green} km for the green line, which the THEMIS cameras see, ${layerKm.red} km for the red one of REGO and ${layerKm.infrared} km for the infrared one of TREx NIR.`,
  arcs: `Latitude of the brightest point along a meridian, every three seconds: the meridians of ${sitesAt(meridians)}. null once the arc has been broken up for ${singleArcSec} s.`,
  keograms: `Latitude of the brightest point along the line over the ground that the column of pixels sees, above ${lowestDeg}° elevation, in one frame a minute while there is a quiet arc.`,
  onset: `The first frame in which the brightest point along the meridian of the site, above ${lowestDeg}° elevation, is more than factor times as bright as its mean over the quiet minute. null where the quiet arc is not in view.`,
  brightness: 'Aurora and airglow in front of the lens at the middle of a pixel, in Rayleighs.',
  colour: `Of every colour camera, all of it in one place. Its pixels see three lines: counts of red, green and blue are dark + what the lens lets through x (kr of each line x its response + the steady light of the sky); before is the same pixel in a quiet frame, of which the difference has nothing steady in it. Light is counts less dark. kr is kilorayleigh in front of the lens, aurora and airglow, counts are not rounded and without noise. The blue line comes from the layer of the green one. Arcs and onset are those of the green line, which its green channel counts most, and the arc of the red one.`,
  stars: 'Of magnitude 2 and brighter, higher than 25°, for the cameras without a cloud.',
};

function sitesAt(lonDegs: readonly number[]): string {
  const siteAt = (at: number) => cameras.find(({ lonDeg }) => lonDeg === at)?.siteUid.toUpperCase();
  return lonDegs.map((lonDeg) => `${lonDeg}° (${siteAt(lonDeg)})`).join(', ');
}

function cameraTruth(camera: SampleCamera) {
  const { siteUid, dataset, deviceUid, latDeg, lonDeg, altitudeKm, exposureSec, dark } = camera;
  const inArchive = (path: string | null) => path && `${archiveFolder}/${path}`;
  const { skymap, rayleighs, flatfield } = onceFilePaths(camera);
  return {
    ...{ site: siteUid, dataset, device: deviceUid, latDeg, lonDeg, altitudeKm },
    ...{ skymap: inArchive(skymap), rayleighs: inArchive(rayleighs), flatfield: inArchive(flatfield) },
    ...{ exposureSec, darkCounts: dark },
  };
}
