import { describe, expect, test } from 'vitest';
import { rego } from '$lib/datasets/rego';
import { listCalibrations } from '$lib/services/calibration-list';
import { directHosts } from '$lib/services/hosts';
import { countingFetch, countingSleep, json, never, page } from './counting-fetch';

const folder = 'https://data.phys.ucalgary.ca/sort_by_project/GO-Canada/REGO/calibration';
const names = [
  'REGO_flatfield_15651_20140101-20211018_v02.sav',
  'REGO_flatfield_15655_20141002-+_v01.sav',
  'REGO_Rayleighs_15651_20210908-+_v02.sav',
  'REGO_Rayleighs_15655_20141002-+_v01.sav',
];
const wanted = { files: rego.calibrations!, detectorDigits: '651' };
const isService = (url: string) => url.startsWith('https://api.phys.ucalgary.ca/');

function ask(answer: (url: string) => Response | Promise<Response>) {
  const net = countingFetch(answer);
  const network = { hosts: directHosts, fetch: net.fetch, signal: never(), sleep: countingSleep().sleep };
  return { ...net, list: listCalibrations(wanted, network) };
}

/** As the service does, kind by kind; it does not look at the device here, so that the app has to. */
function service(url: string): Response {
  const kind = new URL(url).searchParams.get('name')!.includes('FLATFIELD') ? /_flatfield_/ : /_Rayleighs_/;
  const urls = names.filter((name) => kind.test(name)).map((name) => `${folder}/${name}`);
  return json({ urls, count: urls.length, total_bytes: null });
}

const folderPage = () => page(names.map((name) => `<a href="${name.replace('+', '%2B')}">x</a> 1.4K`).join('\n'));
const expected = [
  { kind: 'flatfield', detectorUid: '15651', url: `${folder}/${names[0]}`, stop: '20211018' },
  { kind: 'rayleighs', detectorUid: '15651', url: `${folder}/${names[2]}`, stop: '+' },
];

describe('the calibrations of a detector', () => {
  test('by the service: each kind once, by the digits of the device, over all years', async () => {
    const { asked, list } = ask(service);
    expect(await list).toMatchObject({ ok: true, value: { value: expected, found: 'listing service' } });
    const questions = asked.map((url) => Object.fromEntries(new URL(url).searchParams));
    expect(questions).toMatchObject([
      { name: 'REGO_CALIBRATION_FLATFIELD_IDLSAV', device_uid: '651', start: '2000-01-01T00:00:00' },
      { name: 'REGO_CALIBRATION_RAYLEIGHS_IDLSAV', device_uid: '651' },
    ]);
    expect(questions[0]).not.toHaveProperty('site_uid');
  });

  test.each([
    ['both kinds', () => json({ detail: 'no' }, 500)],
    ['one of them', (url: string) => (url.includes('RAYLEIGHS') ? json({}, 404) : service(url))],
  ])('a service that fails for %s: the one folder of the array, once', async (_, answer) => {
    const { asked, list } = ask((url) => (isService(url) ? answer(url) : folderPage()));
    expect(await list).toMatchObject({ ok: true, value: { value: expected, found: 'directory listing' } });
    expect(asked.filter((url) => !isService(url))).toEqual([`${folder}/`]);
  });

  test('an array without such a folder has none', async () => {
    const { list } = ask((url) => (isService(url) ? json({}, 404) : page('<h1>Home</h1>')));
    expect(await list).toMatchObject({ ok: true, value: { value: [], found: 'directory listing' } });
  });
});
