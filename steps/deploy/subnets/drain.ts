import { encodeFunctionData, type Hex } from "viem";
import { SIMPLE_ACCOUNT_FACTORY } from "../../../client/index.ts";
import { GASES } from "../../../spec/subnets.ts";
import { minerRegistryAbi } from "../../../chain/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import type { L2Client } from "../../../chain/clients.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import type { Sender } from "../../../subnets/sender.ts";
import { senderOf } from "../../../subnets/tora-sender.ts";
import { rpc } from "../../../lib/rpc.ts";
import { until } from "../../../lib/wait.ts";
import type { StepContext } from "../../common/step.ts";
import { type Identity, identity } from "./identities.ts";
import { contractOf, type SubnetsInputs } from "./inputs.ts";

/** Seconds until the bundler must answer, which may be starting. */
const BUNDLER = 60;
/** As many as a subnet can have. */
const MOST = { miners: 256, validators: 64 };

/** The accounts of this stack that still have a part in a subnet. */
export async function ownIn(
  client: L2Client,
  inputs: SubnetsInputs,
  at: SubnetAddresses,
): Promise<Identity[]> {
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi } as const;
  const miners = await client.readContract({ ...registry, functionName: "miners" });
  const registered = new Set<string>(miners.map(({ account }) => account));
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  const all = registered.size > 0 ? names(at.name, MOST.miners) : [];
  const mine = await Promise.all(all.map((name) => identity(client, inputs, { name, gas: "bnb" })));
  const mining = mine.filter(({ account }) => registered.has(account));
  // What they paid gas in is not told any more.
  const smart = (await client.getCode({ address: SIMPLE_ACCOUNT_FACTORY })) !== undefined;
  const candidates = await Promise.all(
    names("validator", MOST.validators).flatMap((name) =>
      GASES.filter((gas) => gas === "bnb" || smart).map((gas) => identity(client, inputs, { name, gas })),
    ),
  );
  const validators = await client.multicall({
    allowFailure: false,
    contracts: candidates.map(
      ({ account }) => ({ ...pool, functionName: "validatorOf", args: [account] }) as const,
    ),
  });
  const staking = candidates.filter((_, index) => (validators[index]?.assets ?? 0n) > 0n);
  return [...mining, ...staking];
}

/**
 * Takes this stack's miners and validators out of a subnet: they leave, ask their stake back, and take what may be taken.
 * @returns whether nothing of theirs is left there
 */
export async function drain(
  client: L2Client,
  inputs: SubnetsInputs,
  at: SubnetAddresses,
  { signal }: StepContext,
): Promise<boolean> {
  const own = await ownIn(client, inputs, at);
  const station = { bundlerUrl: inputs.bundler.rpcUrl, paymaster: contractOf(inputs, "ToraPaymaster") };
  const answers = () => rpc(station.bundlerUrl, "eth_supportedEntryPoints");
  if (own.some(({ gas }) => gas === "tora"))
    await until("the bundler", answers, { deadline: BUNDLER, every: 500, signal });
  const left = await Promise.all(
    own.map(async (one) => takeOut(client, at, await senderOf(one, { l2: inputs.l2, signal }, station))),
  );
  return !left.includes(false);
}

/** @returns whether all of the account's stake is back */
async function takeOut(client: L2Client, at: SubnetAddresses, sender: Sender): Promise<boolean> {
  const account = sender.address;
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi } as const;
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  const miners = await client.readContract({ ...registry, functionName: "miners" });
  if (miners.some((miner) => miner.account === account))
    await sender.send(
      { to: at.minerRegistry, data: encodeFunctionData({ ...registry, functionName: "leave" }) },
      "a miner's exit",
    );
  const validator = await client.readContract({ ...pool, functionName: "validatorOf", args: [account] });
  const asked = await client.readContract({
    ...pool,
    functionName: "unbondingsOf",
    args: [account, account],
  });
  const send = (data: Hex, what: string) => sender.send({ to: at.stakePool, data }, what);
  if (validator.seated)
    await send(encodeFunctionData({ ...pool, functionName: "leave" }), "a validator's exit");
  const pending = asked.reduce((sum, { shares }) => sum + shares, 0n);
  const rest = validator.shares - pending;
  if (rest > 0n) {
    const args = [account, rest] as const;
    await send(
      encodeFunctionData({ ...pool, functionName: "requestUnstake", args }),
      "the request to unstake",
    );
  }
  if (validator.shares === 0n) return true;
  const epoch = await client.readContract({
    address: at.subnet,
    abi: subnetAbi,
    functionName: "currentEpoch",
  });
  if (rest > 0n || asked.some(({ fromEpoch }) => fromEpoch > epoch)) return false;
  await send(
    encodeFunctionData({ ...pool, functionName: "withdraw", args: [account] }),
    "the withdrawal of the stake",
  );
  return true;
}
