/* All that saving an event needs; loaded when somebody wants to, or has saved one before. */

export { savedLists } from '../list-parts';
export { default as SaveDialog } from './SaveDialog.svelte';
