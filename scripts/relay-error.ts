import { gateError } from './gate';
import type { Answer } from './http/answer';

/**
 * What the relay says of a host that it could not ask: `{ "relay": "nightside", "error": …, "message": … }` with
 * `error` one of `too-long`, `redirected`, `unreachable`, `silent`, beside those of every gate (`refused`, `unknown`,
 * `method`).
 */
export function relayError(status: number, error: string, message: string): Answer {
  return gateError('relay', status, error, message);
}
