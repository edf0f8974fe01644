import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import AltitudeField from '$lib/components/AltitudeField.svelte';
import NumberRow from '$lib/components/NumberRow.svelte';

async function shown(altitudeKm: number | null) {
  const onaltitude = vi.fn();
  await render(AltitudeField, { altitudeKm, usualKm: 230, empty: 'usual', onaltitude });
  return { onaltitude, field: page.getByRole('spinbutton'), slider: page.getByRole('slider') };
}

test('an empty field is stepped from the usual altitude', async () => {
  const { onaltitude, field } = await shown(null);
  await userEvent.click(field);
  await userEvent.keyboard('{ArrowUp}');
  expect(onaltitude).toHaveBeenLastCalledWith(240);
  await userEvent.keyboard('{ArrowDown}');
  expect(onaltitude).toHaveBeenLastCalledWith(220);
});

test('a slider stands at the usual altitude, and tells each one that it is dragged over', async () => {
  const { onaltitude, slider } = await shown(null);
  await expect.element(slider).toHaveAttribute('aria-valuetext', '230 km');
  const element = slider.element() as HTMLInputElement;
  for (const stop of [0, Number(element.value) + 1, element.max]) {
    element.value = String(stop);
    element.dispatchEvent(new Event('input', { bubbles: true })); // a drag sends no change until it ends
  }
  expect(onaltitude.mock.calls).toEqual([[60], [235], [1000]]);
});

test.each(['-5', '0', '1e9'])('%s is refused, and what can be taken is said', async (text) => {
  const { onaltitude, field } = await shown(150);
  await userEvent.fill(field, text);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('status')).toHaveTextContent(`“${text}” is not between 60 and 1000 km.`);
  await expect.element(field).toHaveValue(150);
  expect(onaltitude).not.toHaveBeenCalled();
  await userEvent.fill(field, '120');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('status')).toHaveTextContent(/^$/);
  expect(onaltitude).toHaveBeenLastCalledWith(120);
});

test.each(['1000', '0', '-3', '2.5', '0.6'])('as a whole number %s is refused, not rounded', async (text) => {
  const onset = vi.fn();
  await render(NumberRow, { label: 'Step', value: 8, most: 360, unit: 's', onset });
  await userEvent.fill(page.getByRole('spinbutton'), text);
  await userEvent.keyboard('{Enter}');
  const said = `“${text}” is not a whole number between 1 and 360 s.`;
  await expect.element(page.getByRole('status')).toHaveTextContent(said);
  await expect.element(page.getByRole('spinbutton')).toHaveValue(8);
  expect(onset).not.toHaveBeenCalled();
});
