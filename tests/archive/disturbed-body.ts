import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionCut, type Chunks } from '../../scripts/http/answer';
import type { Disturbance } from './faults';

/** Answers are slowed down in steps of this length. */
const stepMs = 20;

/**
 * Do to the bytes of an answer what its disturbance says.
 *
 * @param total length of the whole body, which stays promised
 * @param gone aborted when the other side has left, so that nothing waits for it
 */
export async function* disturb(
  chunks: Chunks,
  { body, bytesPerSecond }: Disturbance,
  total: number,
  gone: AbortSignal,
): Chunks {
  const limit =
    body?.kind === 'truncate' || body?.kind === 'stall' ? (body.afterBytes ?? Math.floor(total / 2)) : Infinity;
  const every = body?.kind === 'corrupt' ? (body.everyBytes ?? 1000) : Infinity;
  let sent = 0;
  for await (const chunk of paced(chunks, bytesPerSecond, gone)) {
    const part = chunk.subarray(0, Math.max(0, limit - sent));
    yield turnedOver(part, sent, every);
    sent += part.length;
    if (sent >= limit) break;
  }
  if (limit === Infinity) return;
  if (body?.kind === 'stall') await new Promise((resolve) => gone.addEventListener('abort', resolve, { once: true }));
  // What was handed over so far must reach the other side before the connection goes.
  else await wait(stepMs);
  throw new ConnectionCut();
}

async function* paced(chunks: Chunks, bytesPerSecond: number, gone: AbortSignal): Chunks {
  if (bytesPerSecond === Infinity) {
    yield* chunks;
    return;
  }
  const step = Math.max(1, Math.floor((bytesPerSecond * stepMs) / 1000));
  const started = performance.now();
  let sent = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += step) {
      const part = chunk.subarray(at, at + step);
      yield part;
      sent += part.length;
      const due = started + (sent / bytesPerSecond) * 1000;
      await sleep(due - performance.now(), gone);
    }
  }
}

/** Wait, but not for somebody who has left. */
export async function sleep(ms: number, gone: AbortSignal): Promise<void> {
  if (gone.aborted) throw new ConnectionCut();
  if (ms <= 0) return;
  try {
    await wait(ms, undefined, { signal: gone });
  } catch (error) {
    throw gone.aborted ? new ConnectionCut() : error;
  }
}

/** A copy in which the bytes at `every`, 2 × `every`, … (counted from 1 over the whole body) have all bits turned over. */
function turnedOver(chunk: Uint8Array<ArrayBuffer>, before: number, every: number): Uint8Array<ArrayBuffer> {
  if (every === Infinity) return chunk;
  const copy = chunk.slice();
  for (let at = every - 1 - (before % every); at < copy.length; at += every) copy[at] = copy[at]! ^ 0xff;
  return copy;
}
