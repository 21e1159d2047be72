import { minerRegistryAbi } from "../../../chain/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../../../chain/abi/StakePool.ts";
import { subnetConsensusAbi } from "../../../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../../../chain/clients.ts";
import { check } from "../../common/check.ts";
import { judged, type Ran } from "./epochs.ts";
import { subnetGate } from "./gate.ts";
import { accountOf, type SubnetSmokeInputs } from "./inputs.ts";

/** The chain pays by what miners and validators are worth: see each check. */
export const subnetIncentives = subnetGate("smoke/subnet-incentives", ({ client, inputs, ran, context }) =>
  judged(client, ran, (latest) => worth(client, inputs, latest), context),
);

/** Shares from I32F32. */
const share = (fixed: bigint) => Number(fixed) / 2 ** 32;
const percent = (shares: readonly number[]) => shares.map((part) => `${(100 * part).toFixed(1)} %`).join(" ");

async function worth(client: L2Client, inputs: SubnetSmokeInputs, ran: Ran): Promise<string> {
  const { spec } = ran;
  const incentives = await incentivesOf(client, inputs, ran);
  const of = (...behaviours: string[]) =>
    spec.miners.flatMap(({ name, behaviour }) =>
      behaviours.includes(behaviour) ? [incentives.get(name) ?? 0] : [],
    );
  const [honest, bad, dead] = [of("honest"), of("lazy", "noisy"), of("dead", "slow")];
  for (const good of honest)
    for (const other of bad)
      check(
        good > other,
        `an honest miner of ${spec.name} has an incentive of ${good}, a lazy or noisy one ${other}`,
      );
  for (const none of dead)
    check(none === 0, `a miner of ${spec.name} that does not answer has an incentive of ${none}, expected 0`);
  const dividends = await dividendsOf(client, inputs, ran);
  const pairs = spec.validators.flatMap((one) =>
    spec.validators
      .filter(({ behaviour, stake }) => behaviour === "honest" && stake === one.stake)
      .map((other) => [one, other] as const),
  );
  for (const [one, other] of pairs.filter(([{ behaviour }]) => behaviour === "colluding")) {
    const [less, more] = [dividends.get(one.name) ?? 0, dividends.get(other.name) ?? 0];
    check(
      less < more,
      `${one.name} colludes in ${spec.name} and has a dividend of ${less}, ${other.name} is honest and has ${more}`,
    );
  }
  const honestOnes = percent(honest);
  return `${spec.name}: honest miners ${honestOnes}${bad.length > 0 ? `, lazy and noisy ${percent(bad)}` : ""}${dead.length > 0 ? `, dead ${percent(dead)}` : ""}, validators ${percent(spec.validators.map(({ name }) => dividends.get(name) ?? 0))}`;
}

/** By name. */
async function incentivesOf(client: L2Client, inputs: SubnetSmokeInputs, { spec, at, last }: Ran) {
  const shares = await client.readContract({
    address: at.consensus,
    abi: subnetConsensusAbi,
    functionName: "incentivesOf",
    args: [last],
  });
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi, functionName: "miners" } as const;
  const uids = new Map((await client.readContract(registry)).map(({ account, uid }) => [account, uid]));
  return new Map(
    spec.miners.map(({ name }) => [name, share(shares[uids.get(accountOf(inputs, name)) ?? -1] ?? 0n)]),
  );
}

/** By name. */
async function dividendsOf(client: L2Client, inputs: SubnetSmokeInputs, { spec, at, last }: Ran) {
  const shares = await client.readContract({
    address: at.consensus,
    abi: subnetConsensusAbi,
    functionName: "dividendsOf",
    args: [last],
  });
  const slots = await client.multicall({
    allowFailure: false,
    contracts: spec.validators.map(
      ({ name }) =>
        ({
          address: at.stakePool,
          abi: stakePoolAbi,
          functionName: "validatorOf",
          args: [accountOf(inputs, name)],
        }) as const,
    ),
  });
  return new Map(
    spec.validators.map(({ name }, index) => [name, share(shares[slots[index]?.slot ?? -1] ?? 0n)]),
  );
}
