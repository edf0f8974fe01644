import { beginsRiometerText } from '$lib/formats/riometer-text';
import { signatureOf } from '$lib/formats/signature';
import type { Curve, CurveSeries } from '$lib/model/curve';
import type { Outcome } from '$lib/model/failure';
import type { HsrDay, RiometerSeries } from '$lib/model/riometer';
import { curveDatasetByName } from './curve-catalogue';
import { parseCurveFileName } from './curve-name';
import { foreignFile } from './foreign-file';
import { isSynthetic } from './header';
import type { FileSource } from './imager-stack';
import { norstarRiometerK0, norstarRiometerK2 } from './norstar-riometer';
import { readRiometerFile } from './riometer';
import { readHsrDay } from './swan-hsr';
import { swanHsr } from './swan-hsr-dataset';

/**
 * Read a file of a riometer of either kind as curves; what the bytes are decides, not what they are called.
 *
 * @param bytes text or HDF5, as downloaded; left untouched
 */
export async function readCurveSeries(bytes: Uint8Array, source: FileSource): Promise<Outcome<CurveSeries>> {
  const signature = signatureOf(bytes);
  if (signature === 'hdf5') {
    const day = await readHsrDay(bytes, { ...source, dataset: swanHsr.name });
    return day.ok ? { ok: true, value: seriesOfHsr(day.value) } : day;
  }
  if (signature === 'unknown' && beginsRiometerText(bytes)) {
    const series = readRiometerFile(bytes, source.name);
    return series.ok ? { ok: true, value: seriesOfRiometer(series.value) } : series;
  }
  const dataset = curveDatasetByName(source.dataset ?? '') ?? parseCurveFileName(source.name)?.dataset;
  const isText = dataset?.format !== 'hdf5';
  const failure = foreignFile(
    signature,
    dataset?.format ?? 'riometer text',
    isText ? 'the text of a riometer' : 'HDF5',
  );
  return { ok: false, failure };
}

function seriesOfRiometer({ kind, siteUid, timesUs, rawVolts, absorptionDb, header, problem }: RiometerSeries) {
  const raw: Curve = { id: 'raw signal', quantity: 'raw signal', unit: 'V', values: withoutInfinity(rawVolts) };
  const absorption: Curve[] = absorptionDb
    ? [{ id: 'absorption', quantity: 'absorption', unit: 'dB', values: withoutInfinity(absorptionDb) }]
    : [];
  return {
    dataset: (kind === 'k2' ? norstarRiometerK2 : norstarRiometerK0).name,
    siteUid,
    timesUs,
    curves: [...absorption, raw],
    header,
    synthetic: isSynthetic(header),
    problem,
  };
}

function seriesOfHsr({ dataset, siteUid, timesUs, bands, rawPower, header, synthetic, problem }: HsrDay): CurveSeries {
  const ids = distinct(bands.map(({ centralFrequency }, band) => centralFrequency || `band ${band + 1}`));
  const curves = ids.map((id, band): Curve => {
    const values = rawPower.slice(band * timesUs.length, (band + 1) * timesUs.length);
    return { id, quantity: 'raw power', unit: null, values: withoutInfinity(values) };
  });
  return { dataset, siteUid, timesUs, curves, header, synthetic, problem };
}

/** The first band is 30 MHz, and among those that follow there may be one of 30 MHz again. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** No instrument measures infinity: it stands for no value. The array itself is changed and given back. */
function withoutInfinity<Values extends Float32Array | Float64Array>(values: Values): Values {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) values[index] = NaN;
  return values;
}
