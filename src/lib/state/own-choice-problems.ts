import type { SkyEvent } from '$lib/model/event';
import type { LinkProblem } from './event-link';

const kinds = ['skymap', 'flatfield', 'rayleighs'] as const;
const prefix = 'own:';

/**
 * What a link says of files of somebody's own that are not open in this tab.
 *
 * @param isOpen whether the file that a choice names is
 */
export function lackingOwnFiles(event: SkyEvent, isOpen: (choice: string) => boolean): LinkProblem[] {
  const lacking = ownChoicesOf(event).filter(({ choice }) => !isOpen(choice));
  return lacking.map(({ kind, choice }) => ({
    parameter: kind,
    message: `“${choice.slice(prefix.length)}” is a file of somebody’s own and is not in the link: the published rule chooses instead. If it is yours, open it under “Your files”.`,
  }));
}

/** Whether an event names any file of somebody's own. */
export function namesOwnFiles(event: SkyEvent): boolean {
  return ownChoicesOf(event).length > 0;
}

function ownChoicesOf({ tracks }: SkyEvent) {
  return tracks.flatMap(({ choices }) =>
    kinds.flatMap((kind) => (choices[kind]?.startsWith(prefix) ? [{ kind, choice: choices[kind] }] : [])),
  );
}
