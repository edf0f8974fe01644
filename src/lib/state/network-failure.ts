import type { Failure } from '$lib/model/failure';

/** Whether something could not be had for want of a network: worth asking for again as soon as there is one. */
export function isForWantOfNetwork({ kind }: Failure): boolean {
  return kind === 'offline' || kind === 'refused';
}
