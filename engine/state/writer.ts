/**
 * Orders the writes of one file: at most one is under way and one waits. Whoever asks while one is under way
 * shares the one that waits, so that many parallel steps cost one write.
 */
export class BatchedWriter {
  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  writes = 0;

  constructor(private readonly write: () => Promise<void>) {}

  /** Resolves when a write that began after this call is on the disk. */
  save(): Promise<void> {
    if (this.#waiting) return this.#waiting;
    if (!this.#running) return this.#start();
    const next = this.#running
      .catch(() => undefined)
      .then(() => {
        this.#waiting = undefined;
        return this.#start();
      });
    this.#waiting = next;
    return next;
  }

  #start(): Promise<void> {
    const run = this.write().then(() => {
      this.writes++;
    });
    this.#running = run;
    const done = () => {
      if (this.#running === run) this.#running = undefined;
    };
    run.then(done, done);
    return run;
  }
}
