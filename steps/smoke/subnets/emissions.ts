import { type Address, formatEther, parseEventLogs } from "viem";
import { emissionManagerAbi } from "../../../chain/abi/EmissionManager.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import type { L2Client } from "../../../chain/clients.ts";
import { aggregationOf } from "../../../subnets/recompute.ts";
import { until } from "../../../lib/wait.ts";
import { contractOf } from "../../deploy/subnets/inputs.ts";
import type { StepContext } from "../../common/step.ts";
import { check } from "../../common/check.ts";
import type { Ran } from "./epochs.ts";
import { subnetGate } from "./gate.ts";
import type { SubnetSmokeInputs } from "./inputs.ts";

/** Seconds until everybody must have claimed. */
const CLAIMED = 60;
/** The whole of a split. */
const WHOLE = 10_000n;

/** An epoch's emission is divided to the wei, and everybody has claimed what the epoch was worth. */
export const subnetEmissions = subnetGate("smoke/subnet-emissions", ({ client, inputs, ran, context }) =>
  paid(client, inputs, ran, context),
);

async function paid(
  client: L2Client,
  inputs: SubnetSmokeInputs,
  { spec, at, last: epoch }: Ran,
  { signal }: StepContext,
): Promise<string> {
  const manager = { address: contractOf(inputs, "EmissionManager"), abi: emissionManagerAbi } as const;
  const { budget, miners, validators, done } = await allocated(client, manager.address, { spec, at, epoch });
  const account = (blockNumber: bigint) =>
    client.readContract({ ...manager, functionName: "accountOf", args: [at.id], blockNumber });
  const [before, after, split] = [
    await account(done - 1n),
    await account(done),
    await client.readContract({ ...manager, functionName: "split" }),
  ];
  const treasury = (budget * BigInt(split.treasury)) / WHOLE;
  const given = miners + validators + (after.ownerDue - before.ownerDue) + treasury + after.carried;
  check(
    given === budget + before.carried,
    `epoch ${epoch} of ${spec.name} distributed ${given} wei of TORA, expected ${budget + before.carried}`,
    manager.address,
  );
  const isClaimed = async () => {
    const args = [at.id, epoch] as const;
    const pools = await client.readContract({ ...manager, functionName: "poolsOf", args });
    return pools.minersPaid === miners && pools.validatorsPaid === validators;
  };
  const options = { deadline: CLAIMED, every: 250, signal };
  await until(`all of epoch ${epoch} of ${spec.name} to be claimed`, isClaimed, options);
  return `${spec.name}: epoch ${epoch} distributed ${formatEther(budget)} TORA, ${formatEther(miners)} to miners and ${formatEther(validators)} to validators, all claimed`;
}

/** What was put aside for an epoch, wei of TORA, and in which block. */
async function allocated(
  client: L2Client,
  manager: Address,
  { spec, at, epoch }: Pick<Ran, "spec" | "at"> & { epoch: bigint },
) {
  const reads = { address: at.subnet, abi: subnetAbi, functionName: "startOf", args: [epoch] } as const;
  const blocks = await aggregationOf(client, at, epoch, await client.readContract(reads));
  check(blocks !== undefined, `epoch ${epoch} of ${spec.name} was not aggregated`, at.subnet);
  const logs = await client.getLogs({ address: manager, fromBlock: blocks.done, toBlock: blocks.done });
  const found = parseEventLogs({ abi: emissionManagerAbi, eventName: "Allocated", logs });
  const own = found.find(({ args }) => args.subnetId === at.id && args.epoch === epoch);
  check(own !== undefined, `epoch ${epoch} of ${spec.name} has no emission budget`, manager);
  return { ...own.args, done: blocks.done };
}
