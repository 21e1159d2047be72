/** One line of progress: what is made, how it stands, and seconds since it began. */
export interface ProgressEvent {
  what: string;
  state: "building" | "cached" | "built" | "waiting";
  seconds: number;
}

export type OnProgress = (event: ProgressEvent) => void;

/** Reports states of one thing, and repeats the running one every second so that elapsed time is seen to pass. */
export class Ticker {
  readonly #start = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly what: string,
    private readonly onProgress: OnProgress,
  ) {}

  get seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  running(state: "building" | "waiting"): void {
    this.stop();
    this.#report(state);
    this.#timer = setInterval(() => this.#report(state), 1000);
  }

  done(state: "cached" | "built"): void {
    this.stop();
    this.#report(state);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #report(state: ProgressEvent["state"]): void {
    this.onProgress({ what: this.what, state, seconds: this.seconds });
  }
}
