import { jsonAnswer, type Answer } from './http/answer';

/**
 * What the relay says itself, in a form that no host has: `{ "relay": "nightside", "error": …, "message": … }` with
 * `error` one of `refused`, `unknown`, `method`, `too-long`, `redirected`, `unreachable`, `silent`.
 */
export function relayError(
  status: number,
  error: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return jsonAnswer(status, { relay: 'nightside', error, message }, { 'cache-control': 'no-store', ...headers });
}
