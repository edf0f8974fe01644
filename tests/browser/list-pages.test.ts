import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ListStore } from '$lib/cache/list-store';
import { createLists } from '$lib/loading/lists';
import type { EventList, ListedEvent } from '$lib/model/event-list';
import { SavedLists } from '$lib/state/saved-lists.svelte';
import GivenList from '../../src/routes/lists/GivenList.svelte';
import ListDesk from '../../src/routes/lists/ListDesk.svelte';

const link = 'v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&track=THEMIS_ASI_RAW:gill';
const event = (title: string): ListedEvent => ({ link, title, note: '', tags: [], savedMs: null });
const items = () => document.querySelectorAll('ol > li');
const button = (words: string) =>
  [...document.querySelectorAll('button')].find((each) => `${each.ariaLabel ?? each.textContent}`.startsWith(words))!;

test('of a shared list of thousands not all is put up at once', async () => {
  const list = { title: 'Many', text: '', entries: Array.from({ length: 350 }, (_, at) => event(`${at}`)) };
  await render(GivenList, {
    ...{ given: { list, problems: [] }, from: 'link', lists: [], isSample: () => false, eventAddress: () => '#' },
    ...{ onclose: () => undefined, onwalk: () => undefined, onkeep: () => undefined, onadd: () => undefined },
  });
  expect(items()).toHaveLength(100);
  for (const shown of [300, 350]) {
    button('Show more').click();
    await expect.poll(() => items().length).toBe(shown);
  }
  expect(button('Show more')).toBeUndefined();
});

test('the focus stays where a person works on a list', async () => {
  let kept: readonly EventList[] = [];
  const store: ListStore = {
    all: () => Promise.resolve({ ok: true, value: kept }),
    change: (work) => Promise.resolve({ ok: true, value: (kept = work(kept)) }),
    watch: () => () => undefined,
  };
  const saved = new SavedLists(createLists({ store }));
  await saved.add(['a', 'b', 'c'].map(event));
  await render(ListDesk, {
    ...{ saved, chosen: null, hasSample: false, isSample: () => false, eventAddress: () => '#' },
    ...{ listAddress: () => '#', onopened: () => undefined, onchoose: () => undefined },
  });
  const focused = () => document.activeElement?.getAttribute('aria-label') ?? null;
  const press = (words: string) => {
    button(words).focus();
    button(words).click();
  };
  press('Move c up');
  await expect.poll(focused).toBe('Move c up');
  press('Move c up');
  await expect.poll(focused).toBe('Move c down');
  press('Edit a');
  await expect.poll(() => document.querySelector('.edit form')).not.toBeNull();
  press('Cancel');
  await expect.poll(focused).toBe('Edit a');
  press('Remove c');
  await expect.poll(focused).toBe('Remove a');
  press('Remove b');
  await expect.poll(focused).toBe('Remove a');
  expect(items()).toHaveLength(1);
});
