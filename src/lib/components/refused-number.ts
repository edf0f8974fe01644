/** Why a number was not taken: `“-5” is not ${isWhole ? 'a whole number ' : ''}between 60 and 1000 km.`; what cannot be read is not repeated. */
export function refusedNumber(
  text: string,
  { least, most, isWhole = false }: { readonly least: number; readonly most: number; readonly isWhole?: boolean },
  unit = '',
): string {
  const said = text === '' ? 'That' : `“${text}”`;
  return `${said} is not ${isWhole ? 'a whole number ' : ''}between ${least} and ${most}${unit && ` ${unit}`}.`;
}
