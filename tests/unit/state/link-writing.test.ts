import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LinkWriting } from '$lib/state/link-writing';

let current: string | null;
let done: string[];
let writing: LinkWriting;

beforeEach(() => {
  vi.useFakeTimers();
  current = 'first';
  done = [];
  writing = new LinkWriting({
    current: () => current,
    push: (link) => {
      // As the router does: it tells that the page is left before it goes.
      writing.leave('goto', link);
      done.push(`push ${link}`);
    },
    replace: (link) => done.push(`replace ${link}`),
  });
  writing.written = 'first';
});
afterEach(() => {
  vi.useRealTimers();
});

function change(link: string): () => void {
  current = link;
  return writing.settle(link);
}

test('a gesture becomes one step of Back once it rests', () => {
  change('a')();
  change('b');
  vi.advanceTimersByTime(499);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect([done, writing.written]).toEqual([['push b'], 'b']);
  change('b');
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(['push b']);
});

test('left within the app before it rests, the change is put into the entry that is left, and not pushed over the way', () => {
  for (const how of ['link', 'goto', 'form']) {
    change(how);
    vi.advanceTimersByTime(200);
    writing.leave(how, 'elsewhere');
    vi.advanceTimersByTime(1000);
  }
  expect(done).toEqual(['replace link', 'replace goto', 'replace form']);
});

test('with Back the tab is at another entry already: that one is not overwritten, nor pushed away', () => {
  change('a');
  writing.leave('popstate', 'before');
  vi.advanceTimersByTime(1000);
  expect(done).toEqual([]);
});

test('left with nothing new, or with nothing on screen, nothing is written', () => {
  writing.leave('link', 'elsewhere');
  current = null;
  writing.leave('link', 'elsewhere');
  expect(done).toEqual([]);
});

test('the tab goes away: the change is written at once', () => {
  change('a');
  writing.flush();
  writing.flush();
  vi.advanceTimersByTime(1000);
  expect([done, writing.written]).toEqual([['replace a'], 'a']);
});
