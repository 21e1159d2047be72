import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import type { MinerBehaviour } from "../../spec/subnets.ts";
import type { Model } from "../../subnets/inference/model.ts";
import { randomTask } from "../../subnets/inference/tasks.ts";

/** What a miner makes of a task. Never answering is a promise that stays open until the signal. */
export type Answering = (task: string, signal: AbortSignal) => Promise<Hex>;

/** What some behaviours need besides the model. */
export interface Surroundings {
  /** Asks another miner of the subnet. */
  askAnother(task: string, signal: AbortSignal): Promise<Hex>;
  /** A number from 0 to below 1. */
  random(): number;
}

/** How long a slow miner thinks, in milliseconds: longer than validators wait. */
export const SLOW = 8000;
/** The share of answers of a noisy miner that are to another task. */
const NOISE = 0.5;

/** How a miner answers, by its behaviour; see docs/subnets.md. */
export function answering(behaviour: MinerBehaviour, { infer }: Model, around: Surroundings): Answering {
  let stale: Promise<Hex> | undefined;
  switch (behaviour) {
    case "honest":
      return (task) => infer(task);
    case "lazy":
      // Computes once, and answers that for ever.
      return (task) => (stale ??= infer(task));
    case "noisy":
      return (task) => infer(around.random() < NOISE ? randomTask(around.random) : task);
    case "copycat":
      return (task, signal) => around.askAnother(task, signal);
    case "dead":
      return (_task, signal) => sleep(2 ** 31 - 1, undefined as never, { signal });
    case "slow":
      return async (task, signal) => {
        await sleep(SLOW, undefined, { signal });
        return infer(task);
      };
  }
}
