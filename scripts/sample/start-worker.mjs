// A thread of its own does not inherit what runs TypeScript here: it is set up anew, as scripts/run.mjs does.
import { register } from 'tsx/esm/api';

register();
await import('./sample.worker.ts');
