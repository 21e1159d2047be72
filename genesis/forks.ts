import { FORKS, type ForkName, type ForkSchedule } from "../spec/devnet.ts";
import { TensoraError } from "../lib/errors.ts";

/** Seconds since the epoch at which each fork is active; 0 for those of genesis, none for those that never come. */
export type ForkTimes = Partial<Record<ForkName, number>>;

/** Absolute times of a schedule by offset. @param genesisTime seconds since the epoch */
export function forkTimes(schedule: ForkSchedule, genesisTime: number): ForkTimes {
  return Object.fromEntries(
    FORKS.flatMap((name) => {
      const offset = schedule[name];
      if (offset === undefined) return [];
      return [[name, offset === 0 ? 0 : genesisTime + offset]];
    }),
  );
}

/** From here on a fork's new predeploys come by upgrade transactions, of which a genesis has none. */
const FIRST_BY_UPGRADE: ForkName = "isthmus";

/** @throws TensoraError for a schedule with forks at genesis that the published predeploys don't know */
export function checkSchedule(schedule: ForkSchedule): void {
  const wrong = FORKS.slice(FORKS.indexOf(FIRST_BY_UPGRADE)).find((name) => schedule[name] === 0);
  if (wrong === undefined) return;
  throw new TensoraError(`${wrong} can't be active at genesis: it upgrades predeploys by transactions`, {
    where: `l2.forks.${wrong}`,
    next: ["give it a number of seconds after genesis"],
  });
}

/** Ethereum's forks of block number 0, as geth's chain configuration names them. */
export const BLOCK_FORKS: Readonly<Record<string, 0>> = {
  homesteadBlock: 0,
  eip150Block: 0,
  eip155Block: 0,
  eip158Block: 0,
  byzantiumBlock: 0,
  constantinopleBlock: 0,
  petersburgBlock: 0,
  istanbulBlock: 0,
  berlinBlock: 0,
  londonBlock: 0,
};
