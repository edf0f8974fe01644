import { expect, test } from 'vitest';
import { signatureOf } from '$lib/formats/signature';
import { concat, latin1 } from './pgm-bytes';

test.each([
  ['empty', latin1('')],
  ['gzip', Uint8Array.of(0x1f, 0x8b, 8)],
  ['pgm', latin1('P5\n2 2')],
  ['bzip2', latin1('BZh91AY')],
  ['hdf5', latin1('\x89HDF\r\n\x1a\n')],
  ['png', latin1('\x89PNG\r\n')],
  ['tar', concat(new Uint8Array(257), latin1('ustar'))],
  ['idl save', latin1('SR\0\x04')],
  ['idl save', latin1('SR\0\x06')],
  ['cdf', Uint8Array.of(0xcd, 0xf3, 0, 1)],
  ['html', latin1('<!DOCTYPE html>')],
  ['html', latin1('\xef\xbb\xbf\r\n  <html>')],
  ['unknown', latin1('P50')],
  ['unknown', new Uint8Array(1000)],
  ['unknown', latin1('hello <b>')],
])('%s', (signature, bytes) => {
  expect(signatureOf(bytes)).toBe(signature);
});
