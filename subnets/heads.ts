import { setTimeout as sleep } from "node:timers/promises";
import type { L2Client } from "../chain/clients.ts";

/** A block as those who wait for it see it. */
export interface Head {
  number: bigint;
  /** Seconds that it is behind the clock. */
  behind: number;
}

/** Milliseconds between two looks for a new head. */
const EVERY = 100;
/** Seconds behind the clock at which a chain counts as one that stands, or makes up for having stood. */
const BEHIND = 5;
/** Milliseconds between two looks then: after an outage the sequencer makes many blocks a second. */
const HURRY = 20;

/**
 * The chain's head, asked for once for everybody of a process who has something to do with each block.
 * Between blocks nothing on chain changes, so nobody needs to ask more often.
 */
export class Heads {
  private current: Head | undefined;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly client: Pick<L2Client, "getBlock">,
    private readonly signal: AbortSignal,
  ) {}

  /** Looks until the end. A look that fails is made again: who waits keeps waiting. */
  async watch(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        const { number, timestamp } = await this.client.getBlock();
        if (number !== this.current?.number) {
          this.current = { number, behind: Date.now() / 1000 - Number(timestamp) };
          this.wake();
        }
      } catch {
        // Whoever has something to do then is told of it by its own failure.
      }
      const pause = (this.current?.behind ?? 0) > BEHIND ? HURRY : EVERY;
      await sleep(pause, undefined, { signal: this.signal }).catch(() => undefined);
    }
    this.wake();
  }

  /** The first head after another one; undefined at the end. */
  async after(number: bigint): Promise<Head | undefined> {
    while (!this.signal.aborted) {
      if (this.current && this.current.number > number) return this.current;
      await new Promise<void>((woken) => this.waiting.push(woken));
    }
    return undefined;
  }

  private wake(): void {
    for (const woken of this.waiting.splice(0)) woken();
  }
}
