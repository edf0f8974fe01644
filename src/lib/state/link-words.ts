/**
 * What is said of part of a link that is not understood: what may stand there, by the name before its colon.
 *
 * @param otherwise what may stand in place of a name that is not known
 */
export function misunderstood(
  option: string,
  expected: Readonly<Record<string, string>>,
  otherwise: string | null = null,
): string {
  const name = option.split(':', 1)[0]!;
  const wanted = Object.hasOwn(expected, name) ? expected[name]! : otherwise;
  return `${quote(option)} ${wanted === null ? 'was not understood' : `is not ${wanted}`}; the default is used.`;
}

export function quote(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
