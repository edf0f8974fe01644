import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type InlineConfig } from 'vite';

const page = '<!doctype html><meta charset="utf-8"><title>Bench</title><script type="module" src="/page.js"></script>';

/** Build the bench's page and workers as the app's are built: `index.html`, `worker.js` and `node-worker.js`. */
export async function bundleDecodeBench(project: string, folder: string): Promise<void> {
  const here = path.join(project, 'tests/bench');
  await writeFile(path.join(folder, 'index.html'), page);
  await bundle(project, folder, {
    page: path.join(here, 'decode-page.ts'),
    worker: path.join(here, 'decode.worker.ts'),
  });
  await bundle(project, folder, { 'node-worker': path.join(here, 'decode-node.worker.ts') }, true);
}

/** The same of the mosaic: `index.html` and `worker.js`. */
export async function bundleMosaicBench(project: string, folder: string): Promise<void> {
  const here = path.join(project, 'tests/bench');
  await writeFile(path.join(folder, 'index.html'), page);
  await bundle(project, folder, {
    page: path.join(here, 'mosaic-page.ts'),
    worker: path.join(here, 'mosaic.worker.ts'),
  });
}

async function bundle(project: string, outDir: string, input: Record<string, string>, forNode = false): Promise<void> {
  const config: InlineConfig = {
    root: project,
    configFile: false,
    // The usual one leans on another that svelte-kit writes, which may not be there yet.
    tsconfig: 'tsconfig.node.json',
    publicDir: false,
    logLevel: 'error',
    resolve: { alias: { $lib: path.join(project, 'src/lib') } },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      ssr: forNode,
      // Preloading is done with the document, and there is none in a worker.
      modulePreload: false,
      rolldownOptions: { input, output: { format: 'es', entryFileNames: '[name].js' } },
    },
    ssr: { noExternal: true },
  };
  await build(config);
}
