import type { HostKey } from '$lib/model/connection';

/** The three services as the settings speak of them, in the order in which they are needed. */
export const services: readonly { readonly key: HostKey; readonly name: string; readonly about: string }[] = [
  { key: 'data', name: 'File archive', about: 'raw files, skymaps, calibrations' },
  { key: 'srs', name: 'Listing service', about: 'which files there are' },
  { key: 'aurorax', name: 'AuroraX search', about: 'conjunctions between cameras and spacecraft' },
];
