import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { emptyEvent } from '$lib/state/new-event';
import { EventLooks } from '$lib/state/event-looks.svelte';
import { EventView } from '$lib/state/event-view.svelte';
import { plainTrack } from '$lib/state/track-link';
import TrackSheet from '../../src/routes/event/TrackSheet.svelte';
import { FakeLoading, minuteUs, startUs } from '../unit/state/fake-loading';

let view: EventView;

async function opened() {
  const tracks = ['gill', 'fsmi', 'fsim'].map((siteUid) => ({
    ...{ dataset: 'REGO_RAW', siteUid, deviceUid: null },
    ...plainTrack,
  }));
  const range = { startUs, endUs: startUs + 10 * minuteUs };
  view = new EventView(new FakeLoading(), { ...emptyEvent(range), tracks });
  await render(TrackSheet, { view, looks: new EventLooks(view, (shown) => shown), onMap: false, advice: null });
}

afterEach(() => view.close());

/** Presses what has this name, as a keyboard does: with the focus on it. */
function press(name: RegExp) {
  const button = [...document.querySelectorAll('button')].find((one) => name.test(nameOf(one)))!;
  button.focus();
  button.click();
  flushSync();
}

const nameOf = (element: Element | null) => element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';
const focused = () => expect.poll(() => nameOf(document.activeElement));
const said = () => document.querySelector('[data-tracks-said]')!.textContent;

test('the focus stays with a track that is moved, and with the list when one is removed or added', async () => {
  await opened();
  press(/^Move REGO FSIM up$/);
  await focused().toBe('Move REGO FSIM up');
  expect(said()).toBe('REGO FSIM, 2 of 3');
  press(/^Move REGO FSIM up$/);
  await focused().toBe('Move REGO FSIM down');
  expect(said()).toBe('REGO FSIM, 1 of 3');

  press(/^Remove REGO FSMI$/);
  await focused().toBe('Remove REGO GILL');
  expect(said()).toBe('REGO FSMI removed');
  press(/^Remove REGO GILL$/); // of one track there is no list
  await focused().toBe('Add a track');

  press(/^Add a track$/);
  press(/^Add$/);
  await focused().toBe('Add a track');
  expect(said()).toBe('REGO FSIM is in the event already');
});
