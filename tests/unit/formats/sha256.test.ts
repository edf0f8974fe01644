import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startSha256 } from '$lib/formats/sha256';

test('whatever the bytes and however they come in pieces: what the platform has', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const [own, platform] = [startSha256(), createHash('sha256')];
      for (const part of parts) {
        own.update(part);
        platform.update(part);
      }
      expect(own.hex()).toBe(platform.digest('hex'));
    }),
  );
});

test('a view into other bytes', () => {
  const part = new Uint16Array(new Uint8Array(4096).map((_, index) => index).buffer, 2, 1000);
  const digest = startSha256();
  digest.update(part);
  expect(digest.hex()).toBe(createHash('sha256').update(part).digest('hex'));
});
