import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSignedCertificate } from '../../archive/certificate';
import { integer, objectIdentifier, sequence } from '../../archive/der';
import { hosts } from '../../archive/hosts';
import { startArchive, type RunningArchive } from '../../archive/server';
import { jsonOf, rawRequest } from './raw-request';
import { temporaryTree, type TemporaryTree } from './temporary-tree';

const names = Object.values(hosts).map((url) => new URL(url).hostname);
const tls = selfSignedCertificate(names, ['127.0.0.1']);

describe('the certificate', () => {
  const certificate = new X509Certificate(tls.cert);

  test('is read by others, and signed with its own key', () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' });
  });

  test('is for the three hosts and for this machine, and for nobody else', () => {
    for (const name of names) expect(certificate.checkHost(name)).toBe(name);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('example.org')).toBeUndefined();
  });

  test('is valid now and not for long', () => {
    const now = Date.now();
    expect(Date.parse(certificate.validFrom)).toBeLessThan(now);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(now + 86_400_000);
    expect(Date.parse(certificate.validTo)).toBeLessThan(now + 40 * 86_400_000);
  });
});

test.each([
  [objectIdentifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  [integer(Buffer.of(0, 0, 0x80)), '02020080'],
  [integer(Buffer.of(0)), '020100'],
  [sequence(Buffer.alloc(200)).subarray(0, 3), '3081c8'],
  [sequence(Buffer.alloc(300)).subarray(0, 4), '3082012c'],
])('%o is encoded as the rules say', (bytes, hex) => {
  expect(bytes.toString('hex')).toBe(hex);
});

describe('the three hosts over TLS', () => {
  let tree: TemporaryTree;
  let archive: RunningArchive;
  beforeAll(async () => {
    tree = await temporaryTree({ 'sort_by_project/file.txt': 'over TLS' });
    archive = await startArchive({ roots: [tree.root], tls });
  });
  afterAll(async () => {
    await archive.close();
    await tree.remove();
  });

  const ask = (name: string, path: string) =>
    rawRequest(archive.url, path, { headers: { host: name }, ca: tls.cert, servername: name });

  test('are told apart by name, the certificate checked', async () => {
    expect((await ask('data.phys.ucalgary.ca', '/sort_by_project/file.txt')).body.toString()).toBe('over TLS');
    expect(jsonOf(await ask('api.phys.ucalgary.ca', '/api/v1/data_distribution/datasets?name=REGO_RAW'))).toHaveLength(
      1,
    );
    expect((await ask('api.aurorax.space', '/api/v1/data_sources?program=swarm')).status).toBe(200);
  });

  test('nobody is believed without the certificate', async () => {
    await expect(rawRequest(archive.url, '/data/')).rejects.toThrow(/self-signed/);
  });
});
