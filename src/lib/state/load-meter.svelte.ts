/** What is known of a file before it is fetched. */
export interface ExpectedFile {
  readonly url: string;
  /** null: the listing gave no size. */
  readonly bytes: number | null;
}

/** The rate is that of about so long ago until now: a slow start is forgotten, a hiccup evened out. */
const rateWindowMs = 8000;

/** How far the downloads of a track are: files, bytes, rate and how long it will take. */
export class LoadMeter {
  files = $state(0);
  filesDone = $state(0);
  /** Of those done, the ones that an earlier visit had left in the browser. */
  filesKept = $state(0);
  filesFailed = $state(0);
  /** Bytes still to come when this began; null when the listing gave no sizes. */
  totalBytes = $state<number | null>(null);
  receivedBytes = $state(0);
  /** Bytes per second lately; 0 before anything has come. */
  rate = $state(0);
  running = $state(false);

  done = $derived(this.filesDone + this.filesFailed >= this.files);
  /** Share that is here, 0…1. */
  share = $derived(this.files === 0 ? 0 : this.done ? 1 : this.#share());
  remainingSec = $derived(
    this.totalBytes !== null && this.rate > 0 ? Math.max(0, (this.totalBytes - this.receivedBytes) / this.rate) : null,
  );

  readonly #now: () => number;
  readonly #expected = new Map<string, number | null>();
  readonly #received = new Map<string, number>();
  readonly #failed = new Set<string>();
  readonly #finished = new Set<string>();
  /** When how many bytes had come, for the rate. */
  #samples: { readonly ms: number; readonly bytes: number }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Begins anew with these files, of which some are here already. */
  expect(files: readonly ExpectedFile[], kept: ReadonlySet<string>): void {
    this.#expected.clear();
    this.#received.clear();
    this.#failed.clear();
    this.#finished.clear();
    for (const { url, bytes } of files) {
      if (kept.has(url)) this.#finished.add(url);
      this.#expected.set(url, bytes);
    }
    this.files = files.length;
    this.filesKept = this.#finished.size;
    this.receivedBytes = 0;
    this.totalBytes = this.#missingBytes();
    this.#count();
  }

  /** Files turned out to be here already. */
  keep(urls: Iterable<string>): void {
    let kept = 0;
    for (const url of urls)
      if (this.#expected.has(url) && !this.#finished.has(url)) {
        this.#finished.add(url);
        kept += 1;
      }
    this.filesKept += kept;
    this.totalBytes = this.#missingBytes(this.receivedBytes);
    this.#count();
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.rate = 0;
    this.#samples = [{ ms: this.#now(), bytes: this.receivedBytes }];
  }

  stop(): void {
    this.running = false;
  }

  received(url: string, bytes: number): void {
    this.receivedBytes += bytes - (this.#received.get(url) ?? 0);
    this.#received.set(url, bytes);
    this.#measure();
  }

  /** A file is asked for, perhaps not for the first time: it has neither come nor failed. */
  again(url: string): void {
    const known = this.#failed.delete(url) || this.#finished.delete(url);
    this.receivedBytes -= this.#received.get(url) ?? 0;
    this.#received.delete(url);
    if (known) this.#count();
  }

  finished(url: string): void {
    this.#failed.delete(url);
    this.#finished.add(url);
    this.#count();
  }

  gaveUp(url: string): void {
    this.#failed.add(url);
    this.#count();
  }

  #share(): number {
    // By bytes where sizes are known: a file that is half here counts half.
    const here = this.totalBytes ? Math.min(1, this.receivedBytes / this.totalBytes) : null;
    if (here === null) return this.filesDone / this.files;
    const before = this.filesKept / this.files;
    return before + (1 - before) * here;
  }

  #measure(): void {
    const ms = this.#now();
    const last = this.#samples.at(-1);
    // A few samples a second do: pieces of bodies arrive by the hundred.
    if (last && ms - last.ms < 200) return;
    this.#samples.push({ ms, bytes: this.receivedBytes });
    while (this.#samples.length > 2 && ms - this.#samples[1]!.ms > rateWindowMs) this.#samples.shift();
    const first = this.#samples[0]!;
    const seconds = (ms - first.ms) / 1000;
    if (seconds > 0.2) this.rate = Math.max(0, (this.receivedBytes - first.bytes) / seconds);
  }

  #missingBytes(alreadyHere = 0): number | null {
    let sum = alreadyHere;
    for (const [url, bytes] of this.#expected) {
      if (this.#finished.has(url)) continue;
      if (bytes === null) return null;
      sum += bytes - (this.#received.get(url) ?? 0);
    }
    return sum;
  }

  #count(): void {
    this.filesDone = this.#finished.size;
    this.filesFailed = this.#failed.size;
    if (this.done) this.stop();
  }
}
