/** How far the downloads of a track are: files, bytes, rate and how long it will take. */
export class LoadMeter {
  files = $state(0);
  filesDone = $state(0);
  filesFailed = $state(0);
  /** Expected bytes of all files; null when the listing gave no sizes. */
  totalBytes = $state<number | null>(null);
  receivedBytes = $state(0);
  /** Bytes per second since the download was started; 0 before anything has come. */
  rate = $state(0);

  done = $derived(this.filesDone + this.filesFailed >= this.files);
  /** Share that has come, 0…1: by bytes where the size is known, else by files. */
  share = $derived(
    this.files === 0
      ? 0
      : this.done
        ? 1
        : this.totalBytes
          ? Math.min(1, this.receivedBytes / this.totalBytes)
          : this.filesDone / this.files,
  );
  remainingSec = $derived(
    this.totalBytes && this.rate > 0 ? Math.max(0, (this.totalBytes - this.receivedBytes) / this.rate) : null,
  );
  running = $state(false);

  readonly #now: () => number;
  readonly #byFile = new Map<string, number>();
  readonly #failed = new Set<string>();
  readonly #finished = new Set<string>();
  #startedMs = 0;
  #bytesAtStart = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  expect(files: number, totalBytes: number | null): void {
    this.files = files;
    this.totalBytes = totalBytes;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.#startedMs = this.#now();
    this.#bytesAtStart = this.receivedBytes;
  }

  stop(): void {
    this.running = false;
  }

  received(url: string, bytes: number): void {
    this.receivedBytes += bytes - (this.#byFile.get(url) ?? 0);
    this.#byFile.set(url, bytes);
    const seconds = (this.#now() - this.#startedMs) / 1000;
    if (seconds > 0.2) this.rate = (this.receivedBytes - this.#bytesAtStart) / seconds;
  }

  /** A file is asked for, perhaps not for the first time: it has neither come nor failed. */
  again(url: string): void {
    this.#failed.delete(url);
    this.#finished.delete(url);
    this.receivedBytes -= this.#byFile.get(url) ?? 0;
    this.#byFile.delete(url);
    this.#count();
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

  #count(): void {
    this.filesDone = this.#finished.size;
    this.filesFailed = this.#failed.size;
    if (this.done) this.stop();
  }
}
