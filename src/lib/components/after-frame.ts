/**
 * Runs something once the next frame is on screen, as a task of its own: what a page is put up from then neither holds
 * up a frame nor adds to its work. Nothing runs while the tab is hidden.
 *
 * @returns takes it back
 */
export function afterFrame(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => (timer = setTimeout(run)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
