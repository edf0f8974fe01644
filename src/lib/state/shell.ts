import { createContext } from 'svelte';
import type { AppUpdate } from './app-update.svelte';
import type { InstallOffer } from './install-offer.svelte';
import type { Online } from './online.svelte';

/** What surrounds every page, whatever it shows. */
export interface Shell {
  readonly online: Online;
  readonly update: AppUpdate;
  readonly install: InstallOffer;
}

/** The layout sets it; what stands on every page (the top bar) reads it. */
export const [shell, setShell] = createContext<Shell>();
