import { emptyAnswer, type Answer } from '../../scripts/http/answer';

const exposed = 'location, x-rt-stream-last-updated-utc, content-length, content-range, etag, retry-after';

/** What lets a page of another origin read an answer; without it the browser throws the answer away. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposed,
};

/** The answer to the question a browser asks before a request that is not a simple one. */
export function preflightAnswer(cors: boolean): Answer {
  if (!cors) return emptyAnswer(204);
  return emptyAnswer(204, {
    'access-control-allow-methods': 'GET, HEAD, POST, DELETE, OPTIONS',
    'access-control-allow-headers': 'content-type, range, if-none-match, x-aurorax-api-key',
    'access-control-max-age': '600',
  });
}
