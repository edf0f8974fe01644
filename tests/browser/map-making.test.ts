import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import MapMaking from '$lib/components/MapMaking.svelte';

test('a picture that is long on its way is said to be, one that comes at once is not', async () => {
  const shown = await render(MapMaking, { making: true });
  const words = page.getByRole('status');
  await expect.element(words).toHaveTextContent(/^$/);
  await expect.element(words).toHaveTextContent('Laying the pictures on the map …');
  await shown.rerender({ making: false });
  await expect.element(words).toHaveTextContent(/^$/);
  await shown.rerender({ making: true });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await shown.rerender({ making: false });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await expect.element(words).toHaveTextContent(/^$/);
});
