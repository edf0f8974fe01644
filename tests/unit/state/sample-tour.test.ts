import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cameraOf } from '$lib/state/track-link';
import { listAsJson, parseListFile } from '$lib/state/list-text';
import { wordsOfLink } from '$lib/state/listed-event';
import { sampleRange } from '../../../scripts/sample/plan';

const text = readFileSync('static/tours/sample.json', 'utf8');

test('the tour of the sample event is a list like any other, of links as the app writes them', () => {
  const { list, problems } = parseListFile(text, 'sample.json');
  expect(problems).toEqual([]);
  expect(list!.entries).toHaveLength(6); // as it is offered
  expect(JSON.parse(listAsJson(list!))).toEqual(JSON.parse(text));
  for (const { link, note } of list!.entries) {
    expect(wordsOfLink(link)!.event.range).toEqual(sampleRange);
    expect(note.length).toBeGreaterThan(100);
  }
});

test('it shows only cameras that are computed, each under its device', () => {
  const { list } = parseListFile(text, 'sample.json');
  const cameras = list!.entries.flatMap(({ link }) => wordsOfLink(link)!.event.tracks);
  expect(new Set(cameras.map(cameraOf)).size).toBe(7);
  for (const { deviceUid } of cameras) expect(deviceUid).toMatch(/^(themis9\d|rego-99\d)$/);
});
