import adapter from '@sveltejs/adapter-static';

/**
 * The hosts the app may read from a page: the three public ones, and mirrors that a build names
 * (`DATA_HOSTS="https://mirror.example"`, several separated by spaces). `/relay/` on the app's own origin is covered by
 * 'self'.
 *
 * @type {`https://${string}.${string}`[]}
 */
const dataHosts = [
  'https://data.phys.ucalgary.ca',
  'https://api.phys.ucalgary.ca',
  'https://api.aurorax.space',
  .../** @type {`https://${string}.${string}`[]} */ ((process.env.DATA_HOSTS ?? '').split(' ').filter(Boolean)),
];

/** Where the app will live below its host: `BASE_PATH=/repo` for project pages. */
const base = /** @type {'' | `/${string}`} */ (process.env.BASE_PATH ?? '');

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: adapter({ fallback: '404.html', strict: true }),
    paths: { base, relative: true },
    version: { name: process.env.APP_VERSION ?? 'dev' }, // reproducible builds
    serviceWorker: { register: false }, // src/lib/state/app-update.svelte.ts does, and follows what becomes of it
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', 'wasm-unsafe-eval'],
        'worker-src': ['self'],
        'style-src': ['self', 'unsafe-inline'],
        // Pictures of the archive may be shown where it does not let them be read.
        'img-src': ['self', 'data:', 'blob:', ...dataHosts],
        'connect-src': ['self', ...dataHosts],
        'object-src': ['none'],
        'base-uri': ['self'],
      },
    },
    typescript: {
      // These stand outside src/, so Kit does not include them by itself.
      config: (config) => {
        config.include.push(
          '../workers/**/*.ts',
          '../tests/**/*.ts',
          '../scripts/**/*.ts',
          '../*.config.ts',
          '../*.config.js',
        );
      },
    },
  },
};
