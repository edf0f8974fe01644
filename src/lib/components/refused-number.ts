/** Why a number was not taken: `“-5” is not between 60 and 1000 km.`; what cannot be read is not repeated. */
export function refusedNumber(
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
  unit = '',
): string {
  const said = text === '' ? 'That' : `“${text}”`;
  return `${said} is not between ${least} and ${most}${unit && ` ${unit}`}.`;
}
