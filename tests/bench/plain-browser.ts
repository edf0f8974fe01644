import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { chromiumLaunch } from '../chromium-launch';
import { processesWith } from './process-tree';

/** The little that measuring asks of a page; Playwright's pages offer it too. */
export interface PlainPage {
  /** Runs in every document before its own scripts. */
  addInitScript(script: string): Promise<unknown>;
  goto(url: string): Promise<unknown>;
  /** Runs an expression in the page. @returns its value, or that of its promise */
  evaluate(expression: string): Promise<unknown>;
}

/**
 * A Chromium as a person has it, with one page. Playwright has the browser keep the bodies of all answers for it (up to
 * 200 MB, in the page's own process), which would be a good part of what is measured: here nobody listens in.
 */
export interface PlainBrowser {
  readonly page: PlainPage;
  /** Ids of the browser's processes. */
  processes(): Promise<readonly number[]>;
  close(): Promise<void>;
}

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string };
}

/** @param profile folder of what the browser keeps @param args more of Chromium's options */
export async function startPlainBrowser(profile: string, args: readonly string[]): Promise<PlainBrowser> {
  const browser = spawn(
    chromiumLaunch.executablePath,
    [
      ...chromiumLaunch.args,
      ...args,
      ...['--headless', '--hide-scrollbars', '--mute-audio', '--password-store=basic', '--window-size=1440,900'],
      ...[`--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = once(browser, 'exit');
  const send = commandsOver(browser.stdio[3] as Writable, browser.stdio[4] as Readable);
  const { targetInfos } = await send<{ targetInfos: { targetId: string; type: string }[] }>('Target.getTargets');
  const { targetId } = targetInfos.find(({ type }) => type === 'page')!;
  const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
  await send('Page.enable', {}, sessionId);
  const page: PlainPage = {
    addInitScript: (source) => send('Page.addScriptToEvaluateOnNewDocument', { source }, sessionId),
    goto: async (url) => {
      const { errorText } = await send<{ errorText?: string }>('Page.navigate', { url }, sessionId);
      if (errorText) throw new Error(`${url}: ${errorText}`);
    },
    evaluate: async (expression) => {
      const options = { expression, awaitPromise: true, returnByValue: true };
      const answer = await send<Evaluated>('Runtime.evaluate', options, sessionId);
      if (answer.exceptionDetails) throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
      return answer.result.value;
    },
  };
  return {
    page,
    processes: () => processesWith(profile),
    close: async () => {
      await send('Browser.close');
      await ended;
    },
  };
}

/** Chrome DevTools Protocol over a pair of pipes: JSON texts, each ended by a zero byte. */
function commandsOver(commands: Writable, replies: Readable) {
  const waiting = new Map<number, (reply: Reply) => void>();
  let rest = '';
  replies.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop()!;
    for (const message of messages) {
      const reply = JSON.parse(message) as Reply;
      if (reply.id === undefined) continue; // an event
      waiting.get(reply.id)?.(reply);
      waiting.delete(reply.id);
    }
  });
  let sent = 0;
  return async <T>(method: string, params: object = {}, sessionId?: string): Promise<T> => {
    const id = ++sent;
    const reply = await new Promise<Reply>((resolve) => {
      waiting.set(id, resolve);
      commands.write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    });
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result as T;
  };
}
