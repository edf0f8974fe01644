import { describe, expect, test } from 'vitest';
import { parseSampleOrder } from '../../../../scripts/sample/options';

const write = { kind: 'write', seed: 2030, full: false, out: null };

describe('npm run sample understands', () => {
  test.each([
    [[], write],
    [['--full'], { ...write, full: true }],
    [['--seed', '7', '--out', 'there'], { ...write, seed: 7, out: 'there' }],
    [['--seed=-5'], { ...write, seed: -5 }],
    [['--seed', '-5', '--full'], { ...write, seed: -5, full: true }],
    [['--seed', '9007199254740991'], { ...write, seed: Number.MAX_SAFE_INTEGER }],
    [['--static', 'build/sample'], { kind: 'copy', target: 'build/sample' }],
    [['--help'], { kind: 'help' }],
    [['-h'], { kind: 'help' }],
  ])('%j', (args, order) => {
    expect(parseSampleOrder(args)).toEqual(order);
  });
});

describe('npm run sample does not understand', () => {
  test.each([
    ...['', ' ', '1e3', '0x10', '1.5', '+5', ' 7', '--5', 'x', '9007199254740992'].map((seed) => [`--seed=${seed}`]),
    ['--seed'],
    ['--seed', '--full'],
    ['--out='],
    ['--out'],
    ['--static='],
    ['--full=yes'],
    ['--fill'],
    ['elsewhere'],
    ['--static', 'build/sample', '--full'],
    ['--static', 'build/sample', '--seed', '2030'],
    ['--static', 'build/sample', '--out', 'there'],
  ])('%j %j %j %j, and says so in a line', (...args) => {
    const order = parseSampleOrder(args);
    expect(order).toMatchObject({ kind: 'wrong', sentence: expect.stringMatching(/^[^\n]{10,120}\.$/) as unknown });
  });
});
