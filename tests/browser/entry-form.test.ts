import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import EntryForm from '$lib/components/EntryForm.svelte';
import ListEntry from '$lib/components/ListEntry.svelte';
import { wordsOfLink } from '$lib/state/listed-event';

const link = 'v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&track=THEMIS_ASI_RAW:gill';
const entry = { link, title: '', note: 'thin\nand <b>low</b>', tags: ['arc'], savedMs: null };

test('what is typed is given as a list keeps it; tags that were given before are offered', async () => {
  const onsave = vi.fn();
  await render(EntryForm, {
    words: { title: 'x', note: '', tags: ['arc'] },
    knownTags: ['arc', 'onset'],
    onsave,
    form: 'f',
  });
  await page.getByLabelText('Title').fill('  A  quiet\u202e arc ');
  await page.getByLabelText('Tags').fill('arc, , moon;arc');
  await page.getByRole('button', { name: '+ onset' }).click();
  expect(page.getByRole('button', { name: '+ arc' }).query()).toBeNull();
  await page.getByLabelText('Note').fill('one\ntwo ');
  document.querySelector<HTMLFormElement>('#f')!.requestSubmit();
  expect(onsave).toHaveBeenCalledWith({ title: 'A quiet arc', note: 'one\ntwo', tags: ['arc', 'moon', 'onset'] });
});

test('an entry shows what it is, and words only as words; without a title it is called by its time and cameras', async () => {
  const ontag = vi.fn();
  const shown = { words: wordsOfLink(link), href: `/event/?${link}`, synthetic: false, ontag };
  const { rerender } = await render(ListEntry, { entry, ...shown });
  const name = page.getByRole('link', { name: '2014-03-10 06:00–06:10 UTC, THEMIS GILL' });
  await expect.element(name).toHaveAttribute('href', `/event/?${link}`);
  expect(document.querySelector('.note')!.textContent).toBe('thin\nand <b>low</b>');
  expect(document.body.textContent).not.toContain('·');
  await page.getByRole('button', { name: 'arc' }).click();
  expect(ontag).toHaveBeenCalledWith('arc');
  await rerender({ entry: { ...entry, title: 'Mine' }, ...shown });
  await expect.element(page.getByText('2014-03-10 06:00–06:10 UTC · THEMIS ASI GILL')).toBeVisible();
});
