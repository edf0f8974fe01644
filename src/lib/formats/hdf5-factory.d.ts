/** The part of h5wasm that starts a library. */
declare module '*/h5wasm/dist/esm/hdf5_util.js' {
  import type { ready } from 'h5wasm';

  export default function createLibrary(options: object): Promise<Awaited<typeof ready>>;
}
