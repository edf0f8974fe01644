import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import SkymapChoice from '$lib/components/SkymapChoice.svelte';
import type { ChosenSkymap } from '$lib/loading/loading';

const only = { name: 'rego_skymap_gill_20150703-+_v01.sav', startUs: Date.parse('2015-07-03') * 1000, stop: '+' };
const found = { ...only, url: 'https://example.org/skymap', dataset: 'REGO_SKYMAP_IDLSAV', others: [only] };

function shown(rule: ChosenSkymap['rule']) {
  const onchoose = vi.fn();
  const chosen: ChosenSkymap = { ...found, rule, skymap: {} as ChosenSkymap['skymap'] };
  return { onchoose, rendered: render(SkymapChoice, { chosen, onchoose }) };
}

test('where there is one skymap only, there is nothing to choose, but a choice by hand can be undone', async () => {
  const byRule = shown('valid');
  await byRule.rendered;
  await expect.element(page.getByRole('combobox')).not.toBeInTheDocument();
  await (await byRule.rendered).unmount();

  const byHand = shown('chosen');
  await byHand.rendered;
  await page.getByRole('combobox').selectOptions('By the published rule');
  expect(byHand.onchoose).toHaveBeenLastCalledWith(null);
});
