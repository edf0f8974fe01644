import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Who may know whom: each room of src/lib and the rooms it may import from. Rooms on one floor do not know each
 * other; what two of them need goes to `model`. A wrong arrow shows here before it grows.
 *
 * @type {Record<string, string[]>}
 */
const rooms = {
  model: [],
  formats: ['model'],
  geometry: ['model'],
  datasets: ['formats', 'model'],
  analysis: ['geometry', 'model'],
  services: ['datasets', 'model'],
  cache: ['datasets', 'model'],
  workers: ['datasets', 'analysis', 'geometry', 'model'],
  loading: ['services', 'cache', 'workers', 'datasets', 'analysis', 'geometry', 'model'],
  render: ['datasets', 'analysis', 'geometry', 'model'],
  state: ['loading', 'datasets', 'analysis', 'geometry', 'model'],
  components: ['state', 'render', 'datasets', 'analysis', 'geometry', 'model'],
};
const everyRoom = Object.keys(rooms);

/**
 * Relative paths that lead out of a room.
 *
 * @param {string} room
 */
function outside(room) {
  if (room === 'formats') return '^\\.\\./\\.\\./'; // a format that fills a folder may reach its room, not beyond it
  if (room === 'workers') return '^\\.\\./(?!\\.\\./\\.\\./workers/)'; // the worker boundary, by type only: see below
  return '^\\.\\./';
}

/** @type {import('eslint').Linter.Config[]} */
const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`src/lib/${room}/**/*.{ts,svelte}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: everyRoom
              .filter((other) => other !== room && !allowed.includes(other))
              .map((other) => `$lib/${other}/**`),
            message: `${room}/ may only know: ${allowed.join(', ') || 'nobody'}.`,
          },
          { group: [`$lib/${room}/**`], message: 'Within a room, import by ./' },
          { regex: outside(room), message: 'Across rooms, import by $lib/<room>/<file>.' },
        ],
      },
    ],
  },
}));

/** Outside powers and their only owners. */
const pureRooms = ['model', 'formats', 'datasets', 'geometry', 'analysis'].map((room) => `src/lib/${room}/**/*.ts`);

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'test-results/', 'playwright-report/', 'screenshots/'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'no-undef': 'off', // TypeScript knows better
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      '@typescript-eslint/no-non-null-assertion': 'off', // allowed on an index whose bounds are in sight
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // ESLint sees every import of a .svelte file as `any`; svelte-check knows and checks these types.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      // Links to events are a resolved path and a query; the rule accepts only the bare path.
      'svelte/no-navigation-without-resolve': 'off',
      // Bookkeeping that nothing renders stays a plain Map or Set; what is rendered is $state.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    ...ts.configs.disableTypeChecked,
  },
  {
    // Kit's tsconfig leaves the service worker out.
    files: ['src/service-worker.ts'],
    languageOptions: {
      globals: globals.serviceworker,
      parserOptions: { projectService: false, project: './tsconfig.sw.json' },
    },
  },
  {
    files: ['scripts/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  ...roomRules,
  {
    files: pureRooms,
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'window', 'document', 'navigator', 'indexedDB', 'localStorage', 'performance', 'setTimeout'],
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pure rooms have no clock: take the time as an argument.' },
      ],
    },
  },
  {
    // The worker boundary is crossed by type only, and by the one URL that starts the thread.
    files: ['src/lib/workers/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['../../../workers/**'],
              allowTypeImports: true,
              message: 'The main side imports only the types of the worker.',
            },
          ],
        },
      ],
    },
  },
);
