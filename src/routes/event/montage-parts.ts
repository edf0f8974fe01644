/* All that a montage needs; loaded when the stage first shows one. */

export { default as MontagePanel } from '$lib/components/MontagePanel.svelte';
export { default as MontageReadout } from '$lib/components/MontageReadout.svelte';
export { default as MontageStage } from '$lib/components/MontageStage.svelte';
export { MontageView } from '$lib/state/montage-view.svelte';
