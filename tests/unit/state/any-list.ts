import fc from 'fast-check';
import { listBounds, type ListContent, type ListedEvent } from '$lib/model/event-list';
import { formatEventLink } from '$lib/state/event-link';
import { cleanWords, readTags } from '$lib/state/listed-event';
import { anyEvent } from './any-event';

/** Letters of any script, newlines, and what is something to a spreadsheet, a link or JSON. */
const anyWords = (maxLength: number) =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(...`=+-@'",;&%#?/\n\t \\{}[]é北🌌`.match(/./gsu)!),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
      maxLength,
    })
    .map((words) => cleanWords(words.slice(0, maxLength)));
const anyTitle = anyWords(60).map((title) => title.replace(/\s+/g, ' '));

const anyListedEvent: fc.Arbitrary<ListedEvent> = fc.record({
  link: anyEvent.map(formatEventLink).filter(({ length }) => length <= listBounds.link),
  title: anyTitle,
  note: anyWords(200),
  tags: fc.array(anyWords(30), { maxLength: 4 }).map((tags) => readTags(tags)),
  savedMs: fc.option(fc.integer({ min: 0, max: Date.UTC(2100, 0) })),
});

/** Any list that the app can keep. */
export const anyList: fc.Arbitrary<ListContent> = fc.record({
  title: anyTitle.filter((title) => title !== ''),
  text: anyWords(200),
  entries: fc.array(anyListedEvent, { maxLength: 4 }),
});
