import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import type { IdlValue } from '$lib/formats/idl-save/value';
import { sharedData } from '../../shared-data';
import { SaveWriter } from './save-writer';

const problemKinds = ['truncated', 'corrupt', 'unsupported'];

describe('what was written is read back', () => {
  const name = fc.stringMatching(/^[A-Z][A-Z0-9_$]{0,12}$/);
  const latin1 = fc
    .array(fc.integer({ min: 1, max: 255 }), { maxLength: 12 })
    .map((codes) => String.fromCharCode(...codes));
  const scalar: fc.Arbitrary<IdlValue> = fc.oneof(
    fc.integer({ min: 0, max: 255 }).map((value) => ({ kind: 'scalar', type: 'BYTE', value }) as const),
    fc.integer({ min: -32768, max: 32767 }).map((value) => ({ kind: 'scalar', type: 'INT', value }) as const),
    fc.nat(65535).map((value) => ({ kind: 'scalar', type: 'UINT', value }) as const),
    fc.integer().map((value) => ({ kind: 'scalar', type: 'LONG', value }) as const),
    fc.nat(2 ** 32 - 1).map((value) => ({ kind: 'scalar', type: 'ULONG', value }) as const),
    fc.float().map((value) => ({ kind: 'scalar', type: 'FLOAT', value }) as const),
    fc.double().map((value) => ({ kind: 'scalar', type: 'DOUBLE', value }) as const),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value) => ({ kind: 'scalar', type: 'LONG64', value }) as const),
    fc.tuple(fc.double(), fc.double()).map((value) => ({ kind: 'scalar', type: 'DCOMPLEX', value }) as const),
    latin1.map((value) => ({ kind: 'scalar', type: 'STRING', value }) as const),
  );
  const array: fc.Arbitrary<IdlValue> = fc
    .array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 })
    .chain((dims) => {
      const count = dims.reduce((product, dim) => product * dim, 1);
      const exactly = { minLength: count, maxLength: count };
      return fc.oneof(
        fc.uint8Array(exactly).map((v) => ({ kind: 'array', type: 'BYTE', dims, values: new Uint8Array(v) }) as const),
        fc.int16Array(exactly).map((v) => ({ kind: 'array', type: 'INT', dims, values: new Int16Array(v) }) as const),
        fc
          .float64Array(exactly)
          .map((v) => ({ kind: 'array', type: 'DOUBLE', dims, values: new Float64Array(v) }) as const),
        fc.array(latin1, exactly).map((values) => ({ kind: 'array', type: 'STRING', dims, values }) as const),
      );
    });
  const structure: fc.Arbitrary<IdlValue> = fc
    .dictionary(name, fc.oneof(scalar, array), { minKeys: 1, maxKeys: 5, noNullPrototype: true })
    .map((tags) => {
      const entries = Object.entries(tags);
      return { kind: 'structure', name: '', dims: [1], tags: Object.keys(tags), elements: [new Map(entries)] } as const;
    });
  const options = fc.record({
    compressed: fc.boolean(),
    promote64: fc.boolean(),
    wideArrays: fc.boolean(),
    zeroByteCounts: fc.boolean(),
  });
  const variables = fc.array(fc.tuple(name, fc.oneof(scalar, array, structure)), { maxLength: 6 });

  test('for any values in any form of the container', async () => {
    await fc.assert(
      fc.asyncProperty(options, variables, async (form, written) => {
        const writer = new SaveWriter(form);
        for (const [variableName, value] of written) writer.variable(variableName, value);
        const file = await decodeIdlSave(writer.bytes());
        expect(file.problem).toBeNull();
        expect(file.variables).toEqual(written.map(([key, value]) => ({ name: key, value, system: false })));
      }),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(!sharedData)('flipped and cut real files', () => {
  const folder = sharedData ? resolve(sharedData, 'idl_sav') : '';
  const files = sharedData
    ? readdirSync(folder).map((file) => new Uint8Array(readFileSync(resolve(folder, file))))
    : [];
  const damage = fc.record({
    file: fc.nat(1000),
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }),
    flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(255)), {
      maxLength: 8,
    }),
  });

  test('never throw, never hang, never grow without measure', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, cut, flips }) => {
        const bytes = files[file % files.length]!.slice();
        // Half of the damage goes behind the first 1040 bytes, which are zeros of the time stamp in most files.
        for (const [place, value] of flips) {
          const start = value % 2 && bytes.length > 2000 ? 1040 : 0;
          bytes[start + Math.floor(place * (bytes.length - start))] = value;
        }
        const input = cut === null ? bytes : bytes.subarray(0, Math.floor(cut * bytes.length));
        const result = await decodeIdlSave(input);
        expect(result.variables.length).toBeLessThan(10);
        if (result.problem) expect(problemKinds).toContain(result.problem.kind);
        const kept = result.variables.reduce((sum, { value }) => sum + bytesIn(value), 0);
        expect(kept).toBeLessThanOrEqual(Math.max(64, result.compressed ? 1100 * input.length : 2 * input.length));
      }),
      { numRuns: 2000 },
    );
  });

  test('random bytes behind a good signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (tail, compressed) => {
        const file = await decodeIdlSave(new Uint8Array([0x53, 0x52, 0, compressed ? 6 : 4, ...tail]));
        expect(file.variables.length).toBeLessThan(10);
      }),
      { numRuns: 300 },
    );
  });
});

function bytesIn(value: IdlValue): number {
  if (value.kind === 'array')
    return 'byteLength' in value.values ? value.values.byteLength : value.values.join('').length;
  if (value.kind !== 'structure') return value.kind === 'scalar' && value.type === 'STRING' ? value.value.length : 8;
  return value.elements.reduce((sum, element) => {
    for (const part of element.values()) sum += bytesIn(part);
    return sum;
  }, 0);
}
