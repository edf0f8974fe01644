import { base } from '$app/paths';
import { appServerAnswers } from '$lib/services/app-server';
import { AppUpdate } from '$lib/state/app-update.svelte';
import { InstallOffer } from '$lib/state/install-offer.svelte';
import { Online } from '$lib/state/online.svelte';
import type { Shell } from '$lib/state/shell';

/** What surrounds every page, wired once for a tab. Only in a browser. */
export function createShell(): Shell {
  const home = new URL(`${base}/`, location.href);
  // Absent on an insecure page, whatever the type says.
  const container = (navigator as Partial<Navigator>).serviceWorker;
  return {
    online: new Online({
      window,
      page: document,
      hasNetwork: () => navigator.onLine,
      reachServer: () => appServerAnswers(home, (...call) => globalThis.fetch(...call)),
      openedFromKept: () => Boolean(container?.controller),
    }),
    update: new AppUpdate({
      container,
      script: new URL('service-worker.js', home),
      page: document,
      nowMs: () => Date.now(),
      reload: () => location.reload(),
    }),
    install: new InstallOffer(() => localStorage),
  };
}
