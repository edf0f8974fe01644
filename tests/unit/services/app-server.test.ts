import { expect, test } from 'vitest';
import { appServerAnswers } from '$lib/services/app-server';

const home = new URL('https://example.org/repo/');

test.each([200, 404, 500])('a server that answers %i is there', async (status) => {
  const asked: [string, RequestInit | undefined][] = [];
  const answers = await appServerAnswers(home, (address, init) => {
    asked.push([address as string, init]);
    return Promise.resolve(new Response(null, { status }));
  });
  expect(answers).toBe(true);
  expect(asked).toMatchObject([['https://example.org/repo/_app/version.json', { method: 'HEAD', cache: 'no-store' }]]);
});

test('one that refuses is not', async () => {
  expect(await appServerAnswers(home, () => Promise.reject(new TypeError('Failed to fetch')))).toBe(false);
});
