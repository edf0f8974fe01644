/** What is known of a file before it is fetched. */
export interface ExpectedFile {
  readonly url: string;
  /** null: the listing gave no size. */
  readonly bytes: number | null;
}

/** What is to be downloaded. */
export interface Amount {
  readonly files: number;
  /** null where the listing gave no sizes. */
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
  /**
   * What is not in this browser yet. While downloads run it stays as it was when they began, so that it can be said
   * once.
   */
  wanted = $state.raw<Amount>({ files: 0, bytes: 0 });
  /** Bytes that came and those still to come; null when the listing gave no sizes. */
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
  /** Files that need no download, whether something was made of them yet or not. */
  readonly #held = new Set<string>();
  /** How many of those expected are held, and finished as well. */
  #filesHeld = $state(0);
  #heldDone = $state(0);
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
      if (kept.has(url)) {
        this.#finished.add(url);
        this.#held.add(url);
      }
      this.#expected.set(url, bytes);
    }
    this.files = files.length;
    this.filesKept = this.#finished.size;
    this.receivedBytes = 0;
    this.#count(true);
  }

  /** Files turned out to be here already. */
  keep(urls: Iterable<string>): void {
    let kept = 0;
    for (const url of urls)
      if (this.#expected.has(url) && !this.#finished.has(url)) {
        this.#finished.add(url);
        this.#held.add(url);
        kept += 1;
      }
    this.filesKept += kept;
    this.#count(true);
  }

  /** Files turned out to be in this browser, though nothing was made of them yet. */
  hold(urls: Iterable<string>): void {
    for (const url of urls) this.#held.add(url);
    this.#count(true);
  }

  /** @param urls what is asked for; all that is missing unless told */
  start(urls: Iterable<string> = this.#expected.keys()): void {
    if (this.running) return;
    this.wanted = this.#lacking(urls);
    this.running = true;
    this.rate = 0;
    this.#samples = [{ ms: this.#now(), bytes: this.receivedBytes }];
  }

  stop(): void {
    this.running = false;
    this.wanted = this.#lacking(this.#expected.keys());
  }

  received(url: string, bytes: number): void {
    this.receivedBytes += bytes - (this.#received.get(url) ?? 0);
    this.#received.set(url, bytes);
    this.#measure();
  }

  /** Files are asked for, perhaps not for the first time: they have neither come nor failed. */
  again(urls: Iterable<string>): void {
    for (const url of urls) {
      this.#failed.delete(url);
      // Only what came damaged is asked for once it is here, and it is not kept.
      if (this.#finished.delete(url)) this.#held.delete(url);
      this.receivedBytes -= this.#received.get(url) ?? 0;
      this.#received.delete(url);
    }
    this.#count();
  }

  finished(url: string): void {
    this.#failed.delete(url);
    // Not a byte came over the network: the browser had the file.
    if (!this.#received.has(url)) this.#held.add(url);
    this.#finished.add(url);
    this.#count();
  }

  gaveUp(url: string): void {
    this.#failed.add(url);
    this.#count();
  }

  #share(): number {
    // By bytes where sizes are known: a file that is half here counts half.
    if (!this.totalBytes) return this.filesDone / this.files;
    const here = Math.min(1, this.receivedBytes / this.totalBytes);
    return (this.#heldDone + (this.files - this.#filesHeld) * here) / this.files;
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

  /** Of these files, those that have to be downloaded. */
  #lacking(urls: Iterable<string>): Amount {
    let files = 0;
    let sum: number | null = 0;
    for (const url of urls) {
      const bytes = this.#expected.get(url);
      if (bytes === undefined || this.#finished.has(url) || this.#held.has(url)) continue;
      files += 1;
      sum = sum === null || bytes === null ? null : sum + bytes;
    }
    return { files, bytes: sum };
  }

  /** @param anew whether what is wanted changes, too */
  #count(anew = !this.running): void {
    let [held, heldDone] = [0, 0];
    let toCome: number | null = 0;
    for (const [url, bytes] of this.#expected) {
      const isFinished = this.#finished.has(url);
      if (this.#held.has(url)) {
        held += 1;
        if (isFinished) heldDone += 1;
      } else if (!isFinished)
        toCome =
          toCome === null || bytes === null ? null : toCome + Math.max(0, bytes - (this.#received.get(url) ?? 0));
    }
    this.filesDone = this.#finished.size;
    this.filesFailed = this.#failed.size;
    this.#filesHeld = held;
    this.#heldDone = heldDone;
    this.totalBytes = toCome === null ? null : this.receivedBytes + toCome;
    if (anew) this.wanted = this.#lacking(this.#expected.keys());
    if (this.done) this.stop();
  }
}
