import { expect, test } from 'vitest';
import { once } from '$lib/loading/once';

test('made when first asked for, and the same for all who ask', async () => {
  let made = 0;
  const part = once(() => Promise.resolve({ number: ++made }));
  expect(made).toBe(0);
  const [one, other] = await Promise.all([part(), part()]);
  expect(other).toBe(one);
  expect(await part()).toBe(one);
  expect(made).toBe(1);
});

test('a failure is told to all who waited for it, and forgotten: whoever asks next has it made anew', async () => {
  let attempts = 0;
  const part = once(() => (++attempts === 1 ? Promise.reject(new Error('no network')) : Promise.resolve('made')));
  const answers = await Promise.allSettled([part(), part()]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(attempts).toBe(1);
  expect(await part()).toBe('made');
  expect(await part()).toBe('made');
  expect(attempts).toBe(2);
});
