import { expect, test } from 'vitest';
import { parseEventLink } from '$lib/state/event-link';
import { lackingOwnFiles, namesOwnFiles } from '$lib/state/own-choice-problems';

test('a link that names somebody’s own file says so where it is not open, and only there', () => {
  const { event, problems } = parseEventLink(
    new URLSearchParams(
      'range=2016-10-29T04:00Z/PT10M&track=REGO_RAW:gill,skymap:own:mine.sav,rayleighs:own:factor.sav,flatfield:a_b_c.sav',
    ),
  );
  expect(problems).toEqual([]);
  const lacking = lackingOwnFiles(event!, (choice) => choice === 'own:mine.sav');
  expect(lacking.map(({ parameter }) => parameter)).toEqual(['rayleighs']);
  expect(lacking[0]!.message).toMatch(/^“factor\.sav” is a file of somebody’s own/);
  expect(lackingOwnFiles(event!, () => true)).toEqual([]);
  expect(namesOwnFiles(event!)).toBe(true);
});

test('a file of the archive that was chosen by hand is nobody’s own', () => {
  const { event } = parseEventLink(
    new URLSearchParams('range=2016-10-29T04:00Z/PT10M&track=REGO_RAW:gill,flatfield:a_b_c.sav'),
  );
  expect(namesOwnFiles(event!)).toBe(false);
});
