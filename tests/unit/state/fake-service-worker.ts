/** A service worker whose life the test tells. */
export class FakeWorker extends EventTarget {
  readonly messages: unknown[] = [];

  constructor(public state: ServiceWorkerState) {
    super();
  }

  becomes(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  postMessage(message: unknown): void {
    this.messages.push(message);
  }
}

export class FakeRegistration extends EventTarget {
  active: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  installing: FakeWorker | null = null;
  updates = 0;
  updateFails: Error | null = null;

  update(): Promise<this> {
    this.updates += 1;
    return this.updateFails ? Promise.reject(this.updateFails) : Promise.resolve(this);
  }

  /** A script was found that is not the known one. */
  find(): FakeWorker {
    this.installing = new FakeWorker('installing');
    this.dispatchEvent(new Event('updatefound'));
    return this.installing;
  }

  /** All of its files are here. */
  finish(): FakeWorker {
    const worker = this.installing!;
    this.installing = null;
    this.waiting = worker;
    worker.becomes('installed');
    return worker;
  }

  /** What waits takes over. */
  activate(): void {
    this.active = this.waiting;
    this.waiting = null;
    this.active?.becomes('activated');
  }
}

/** `navigator.serviceWorker` as `AppUpdate` uses it. */
export class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null;
  readonly registration = new FakeRegistration();
  readonly registered: [string, RegistrationOptions | undefined][] = [];
  registerFails: Error | null = null;

  register(script: URL, options?: RegistrationOptions): Promise<FakeRegistration> {
    this.registered.push([script.href, options]);
    return this.registerFails ? Promise.reject(this.registerFails) : Promise.resolve(this.registration);
  }

  /** The active worker answers for the tab from now on. */
  takeOver(): void {
    this.controller = this.registration.active;
    this.dispatchEvent(new Event('controllerchange'));
  }

  get asContainer(): ServiceWorkerContainer {
    return this as unknown as ServiceWorkerContainer;
  }
}

/** A document that can be looked at and looked away from. */
export class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  show(visible: boolean): void {
    this.visibilityState = visible ? 'visible' : 'hidden';
    this.dispatchEvent(new Event('visibilitychange'));
  }
}
