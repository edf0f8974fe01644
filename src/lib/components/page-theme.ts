import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  const watch = new MutationObserver(update);
  watch.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => watch.disconnect();
});

/** Dark or light, as the page is now: for canvases, which know nothing of style sheets. Reactive. */
export function pageTheme(): 'dark' | 'light' {
  subscribe();
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}
