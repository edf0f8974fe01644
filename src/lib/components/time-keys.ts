/** What the keyboard does to time, wherever the focus is (text fields and other sliders aside). */
export interface TimeKeys {
  readonly onframe: (direction: -1 | 1) => void;
  readonly onminutes: (minutes: number) => void;
  readonly onedge: (edge: 'start' | 'end') => void;
  readonly onplay: () => void;
  readonly onzoom: (factor: number) => void;
  readonly onreset: () => void;
  readonly onfacing: () => void;
  readonly onview: () => void;
}

/**
 * ← → a frame, Shift a minute, Page Up/Down (or Ctrl) ten minutes, Home and End the ends of the range, Space play,
 * + − zoom, 0 the whole range, M the sky from below or as on a map, V skies, the map or the montage.
 *
 * @returns whether the key was one of these
 */
export function pressTimeKey(event: KeyboardEvent, keys: TimeKeys): boolean {
  if (event.altKey || event.metaKey || takesKeys(event.target)) return false;
  const ten = event.ctrlKey ? 10 : event.shiftKey ? 1 : 0;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const direction = event.key === 'ArrowLeft' ? -1 : 1;
      if (ten) keys.onminutes(direction * ten);
      else keys.onframe(direction);
      return true;
    }
    case 'PageUp':
    case 'PageDown':
      keys.onminutes(event.key === 'PageUp' ? -10 : 10);
      return true;
    case 'Home':
    case 'End':
      keys.onedge(event.key === 'Home' ? 'start' : 'end');
      return true;
    case ' ':
      // A focused button or link keeps its own Space.
      if (event.target instanceof HTMLElement && event.target.closest('button, a, summary')) return false;
      keys.onplay();
      return true;
  }
  if (event.ctrlKey) return false;
  switch (event.key) {
    case '+':
    case '=':
      keys.onzoom(0.5);
      return true;
    case '-':
      keys.onzoom(2);
      return true;
    case '0':
      keys.onreset();
      return true;
    case 'm':
    case 'M':
      keys.onfacing();
      return true;
    case 'v':
    case 'V':
      keys.onview();
      return true;
    default:
      return false;
  }
}

/** Fields and sliders have their own use for these keys; the keogram, though a slider, is what they are for. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('input, select, textarea, [contenteditable]') !== null;
}
