/**
 * What each sample of a spectrum counts for in an emission's brightness: the integral over its band less that over a
 * band beside it, both by the trapezoid rule over the samples inside, ends included, so that R/nm become R. As the
 * publishers' tool for the TREx spectrographs does it, which does not scale for bands of different width either.
 *
 * @param wavelengthNm of each sample, rising
 * @param signalNm first and last wavelength of the band
 * @param backgroundNm those of the band beside it
 * @returns `[sample]`, nm; null where a band holds fewer than two samples
 */
export function bandWeights(
  wavelengthNm: Float64Array,
  signalNm: readonly [number, number],
  backgroundNm: readonly [number, number],
): Float64Array | null {
  const weights = new Float64Array(wavelengthNm.length);
  const isWhole = addBand(weights, wavelengthNm, signalNm, 1) && addBand(weights, wavelengthNm, backgroundNm, -1);
  return isWhole ? weights : null;
}

function addBand(
  weights: Float64Array,
  wavelengthNm: Float64Array,
  [from, to]: readonly [number, number],
  sign: 1 | -1,
): boolean {
  let before = -1;
  let steps = 0;
  wavelengthNm.forEach((nm, sample) => {
    if (!(nm >= from && nm <= to)) return;
    if (before >= 0) {
      const half = (sign * (nm - wavelengthNm[before]!)) / 2;
      weights[before]! += half;
      weights[sample]! += half;
      steps += 1;
    }
    before = sample;
  });
  return steps > 0;
}
