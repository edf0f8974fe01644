/** `4 minute files, 1 of them your own` */
export function countedFiles(count: number, ownFiles: number, span: 'minute' | 'day'): string {
  const whose = ownFiles === count ? ', your own' : `, ${ownFiles} of them your own`;
  return `${count} ${span} ${count === 1 ? 'file' : 'files'}${ownFiles === 0 ? '' : whose}`;
}
