/** The three services that the app reads. */
export type HostKey = 'data' | 'srs' | 'aurorax';

/** What a look at one of them found. */
export interface HostCheck {
  readonly host: HostKey;
  /** What it is, for people: `file archive`. */
  readonly title: string;
  /** Where it was asked. */
  readonly base: string;
  readonly verdict:
    | 'works'
    | 'cross-origin' // answers, and forbids pages of other sites to read it
    | 'unreachable' // nothing answers
    | 'failing' // answers with an error, or with something else than it should
    | 'blocked' // this page's own policy does not let it ask there
    | 'offline';
  /** What was tried and what came, a sentence each. */
  readonly findings: readonly string[];
  /** What to do; null when all is well. */
  readonly advice: string | null;
  readonly tookMs: number;
}
