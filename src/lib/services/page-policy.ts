/**
 * Whether this page's Content-Security-Policy lets it ask an origin. The policy stands in a meta tag that the build
 * writes, and that is where it is read.
 *
 * @param origin `https://mirror.example`
 */
export function allowedByPolicy(origin: string, page: Document = document): boolean {
  const policy = page.querySelector<HTMLMetaElement>('meta[http-equiv="content-security-policy" i]')?.content;
  if (!policy) return true;
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  const sources = directives.find(([name]) => name === 'connect-src')?.slice(1);
  if (!sources) return true;
  return sources.some((source) => (source === "'self'" ? origin === page.location.origin : source === origin));
}
