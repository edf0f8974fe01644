import { cacheNames } from 'workbox-core';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  /** Stands here until the built app's list of files takes its place: scripts/precache.ts. Absent in `vite dev`. */
  __PRECACHE?: { url: string; revision: string | null }[];
};

/**
 * The app itself, kept so that it comes up without a network: pages, scripts, styles, icons. Nothing else is kept or
 * answered here: archive files, relay, sample event and other origins go to the network as if this worker were not
 * there.
 */
const home = new URL('./', self.location.href);
const kept = new PrecacheController();
kept.addToCacheList(self.__PRECACHE ?? []);

self.addEventListener('install', (event) => event.waitUntil(kept.install(event)));
self.addEventListener('activate', (event) => event.waitUntil(takeOver(event)));

// Only when the person said so: a tab that is open goes on with the version it was loaded as.
self.addEventListener('message', (event) => {
  if (isRecord(event.data) && event.data.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

// What stands in a link's query is the page's business: every link opens the same shell.
registerRoute(new PrecacheRoute(kept, { ignoreURLParametersMatching: [/.*/], cleanURLs: false }));

// A tab that still runs an older version may load a piece of it late; the server may have forgotten it by now.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(`${home.pathname}_app/immutable/`),
  async ({ request }) => (await caches.match(request, { cacheName: kept.strategy.cacheName })) ?? fetch(request),
);

registerRoute(
  new NavigationRoute(({ request, url }) => openPage(request, url), {
    denylist: [new RegExp(`^${escapeRegExp(home.pathname)}(relay|sample)([/?]|$)`)],
  }),
);

/** A page that is not kept under this very address: one without its slash, or one that does not exist. */
async function openPage(request: Request, url: URL): Promise<Response> {
  if (!url.pathname.endsWith('/')) {
    const folder = new URL(url);
    folder.pathname += '/';
    if (await kept.matchPrecache(folder.origin + folder.pathname)) return Response.redirect(folder.href, 302);
  }
  try {
    return await fetch(request);
  } catch {
    // The start page only where it is kept: else it would end up here too, and lead to itself without end.
    return (await kept.matchPrecache(home.href)) ? Response.redirect(home.href, 302) : Response.error();
  }
}

async function takeOver(event: ExtendableEvent): Promise<void> {
  // While a second window is open it may run the version before: its files then stay until the next time.
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(home.href)).length <= 1) await kept.activate(event);
  await deleteOutdatedCaches();
  await self.clients.claim();
}

/**
 * Precaches that an older Workbox named differently. Workbox's own function for it looks for the scope anywhere in the
 * name, and would thus delete those of apps that live in folders below this one.
 */
async function deleteOutdatedCaches(): Promise<void> {
  const names = await caches.keys();
  const outdated = names.filter(
    (name) =>
      name.includes('-precache-') && name.endsWith(`-${self.registration.scope}`) && name !== cacheNames.precache,
  );
  await Promise.all(outdated.map((name) => caches.delete(name)));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
