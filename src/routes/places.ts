import { resolve } from '$app/paths';

/** The app's other pages, as the top bar offers them. */
export const places: readonly { readonly label: string; readonly href: string }[] = [
  { label: 'Explore', href: resolve('/explore/') },
  { label: 'Datasets', href: resolve('/datasets/') },
  { label: 'Lists', href: resolve('/lists/') },
  { label: 'Library', href: resolve('/library/') },
  { label: 'Your files', href: resolve('/files/') },
];
