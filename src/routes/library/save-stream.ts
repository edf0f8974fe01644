import type { SaveStream } from '$lib/state/library-view.svelte';

/** Where a browser can write into a file that the person chooses; only Chromium can. */
interface SavePicker {
  showSaveFilePicker?: (options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

/**
 * Ask where a zip shall go, at once, while the browser remembers the click. Elsewhere than in Chromium it becomes a
 * download, which the browser gathers on its disk before it hands it over.
 *
 * @returns null when the person thought better of it
 */
export async function chooseZip(name: string): Promise<SaveStream | null> {
  const picker = (window as SavePicker).showSaveFilePicker;
  if (!picker) return (stream, signal) => download(name, stream, signal);
  try {
    const types = [{ description: 'Zip archive', accept: { 'application/zip': ['.zip'] } }];
    const handle = await picker.call(window, { suggestedName: name, types });
    return async (stream, signal) => stream.pipeTo(await handle.createWritable(), { signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Long enough for the browser to have taken it over. */
const lendMs = 60_000;

async function download(name: string, stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
  const guarded = stream.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal });
  const headers = { 'content-type': 'application/zip' };
  const url = URL.createObjectURL(await new Response(guarded, { headers }).blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), lendMs);
}
