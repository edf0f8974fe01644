import { expose } from 'comlink';

/** A worker without a thread: the same messages over a channel, in this one. */
export class FakeWorker extends EventTarget {
  terminated = false;
  readonly #here: MessagePort;
  readonly #there: MessagePort;

  constructor(api: object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#here = port1;
    this.#there = port2;
    expose(api, port2);
    port1.onmessage = ({ data }: MessageEvent<unknown>) => this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#here.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.#here.close();
    this.#there.close();
  }

  /** As the browser tells of a script that fails outside of any call, or cannot be loaded. */
  breakDown(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  /** The pool uses no more of a worker than is here. */
  asWorker(): Worker {
    return this as unknown as Worker;
  }
}
