/** Has the browser save a text as a file. */
export function saveText(name: string, text: string, kind: 'text/csv' | 'application/json'): void {
  const address = URL.createObjectURL(new Blob([text], { type: kind === 'text/csv' ? `${kind};charset=utf-8` : kind }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Long enough for the browser to have taken it over.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
