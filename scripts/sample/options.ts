import { parseArgs } from 'node:util';
import { defaultSeed } from './plan';

/** What `npm run sample` is asked for. */
export type SampleOrder =
  | { readonly kind: 'help' }
  /** @property out null for where the sample event is kept */
  | { readonly kind: 'write'; readonly seed: number; readonly full: boolean; readonly out: string | null }
  | { readonly kind: 'copy'; readonly target: string }
  /** @property sentence what cannot be understood */
  | { readonly kind: 'wrong'; readonly sentence: string };

export const sampleHelp = `npm run sample [-- OPTIONS]   writes the sample event anew, to .cache/sample

  --full         every minute of every camera; without it every third one, and all around onset
  --seed N       a whole number: another one gives other noise and other folds (without it ${defaultSeed})
  --out DIR      writes it there: a new or empty folder, or one that holds a sample event, which is replaced
  --static DIR   copies it for a host that only serves files; DIR is the folder "sample" of a built app
  --help         this
`;

/** @param args the words of the command line after the command */
export function parseSampleOrder(args: readonly string[]): SampleOrder {
  const read = readOptions(args);
  if ('sentence' in read) return wrong(read.sentence);
  const { full, seed = String(defaultSeed), out, static: target, help } = read;
  if (help) return { kind: 'help' };
  if (out === '' || target === '') return wrong(`${out === '' ? '--out' : '--static'}: a folder is missing.`);
  if (!/^-?\d+$/.test(seed) || !Number.isSafeInteger(Number(seed)))
    return wrong(`--seed ${seed || '""'}: a seed is a whole number, from -(2^53 - 1) to 2^53 - 1.`);
  if (target === undefined) return { kind: 'write', seed: Number(seed), full, out: out ?? null };
  if (full || read.seed !== undefined || out !== undefined)
    return wrong('--static copies the sample event as it is kept: no other option goes with it.');
  return { kind: 'copy', target };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      // Node takes "-5" for an option, unless it is joined to its own.
      args: args.flatMap((word, at) => {
        if (word === '--seed' && /^-\d/.test(args[at + 1] ?? '')) return [`--seed=${args[at + 1]}`];
        return args[at - 1] === '--seed' && /^-\d/.test(word) ? [] : [word];
      }),
      options: {
        full: { type: 'boolean', default: false },
        seed: { type: 'string' },
        out: { type: 'string' },
        static: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error;
    // Of what Node says, the first sentence: the others are about dashes.
    const [sentence = ''] = error.message.split(/\.?\s*(?:\n|\. |$)/);
    return { sentence: `${sentence}. npm run sample -- --help lists the options.` };
  }
}

function wrong(sentence: string): SampleOrder {
  return { kind: 'wrong', sentence };
}
