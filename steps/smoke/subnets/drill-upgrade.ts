import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../../chain/abi/SubnetConsensus.ts";
import { toraGovernorAbi } from "../../../chain/abi/ToraGovernor.ts";
import { l2Client, l2Wallet } from "../../../chain/clients.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import { contractOf } from "../../deploy/subnets/inputs.ts";
import type { Payer } from "../../deploy/subnets/subnets.ts";
import type { Sources } from "../../../toolchain/contracts/solidity.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { check } from "../../common/check.ts";
import { isPending, ranEpochs } from "./epochs.ts";
import { placeOf, type SubnetSmokeInputs } from "./inputs.ts";
import { INTRUDER, spoilt, storageKept, subnetSources } from "./storage.ts";
import { codeOf, implementationOf, upgrade } from "./upgrade.ts";

/** Seconds for two epochs of a stack with short ones. */
const EPOCHS = 180;

/**
 * Code that would spoil a subnet's storage is refused before anybody can vote on it. Governance upgrades one subnet's code, and
 * its state stays; then it breaks one on purpose, and another subnet's epochs go
 * on as if nothing were; then it mends it.
 */
export const drillUpgrade: Step<SubnetSmokeInputs, SmokeResult> = {
  name: "drill/subnet-upgrade",
  kind: "drill",
  deadline: 900,

  async run(inputs, context) {
    const payer = { client: l2Client(inputs.l2), wallet: l2Wallet(inputs.keys.user, inputs.l2) };
    const ran = await ranEpochs(payer.client, inputs, context);
    if (isPending(ran)) return ran;
    const [first, second] = ran;
    check(first !== undefined && second !== undefined, "the stack runs fewer than two subnets", "subnets");
    const [sound, broken] = [placeOf(inputs, first.spec.name), placeOf(inputs, second.spec.name)];
    const refusal = await refused(payer, inputs, sound, context);
    const took = await upgradedIntact(payer, inputs, sound, context);
    const alone = await undisturbed(payer, inputs, { sound, broken }, context);
    return {
      status: "passed",
      detail: `${sound.name}: ${refusal}; upgraded in ${took} with its state intact; ${broken.name} broken on purpose: ${alone}`,
    };
  },
};

/** Offers code whose storage is spoilt: it must be refused for the variable that spoils it, and not proposed. */
async function refused(
  payer: Payer,
  inputs: SubnetSmokeInputs,
  at: SubnetAddresses,
  context: StepContext,
): Promise<string> {
  const before = await subnetSources(inputs, at);
  const fromBlock = await payer.client.getBlockNumber();
  const refusal = await upgradeSubnet(payer, inputs, { at, before, after: spoilt(before) }, context).then(
    () => undefined,
    (error: unknown) => error,
  );
  check(refusal !== undefined, "a subnet was upgraded to code that corrupts its storage", at.subnet);
  const told = refusal instanceof TensoraError && refusal.next.join(" ").includes(INTRUDER);
  if (!told) throw refusal;
  const governor = contractOf(inputs, "ToraGovernor");
  const proposals = await payer.client.getContractEvents({
    address: governor,
    abi: toraGovernorAbi,
    eventName: "ProposalCreated",
    fromBlock,
  });
  check(proposals.length === 0, "an upgrade that corrupts a subnet's storage was proposed", governor);
  return `code with \`${INTRUDER}\` as its first variable was refused before any proposal`;
}

/** Has governance put other code behind a subnet, unless its storage would be spoilt. @returns the seconds that it took */
async function upgradeSubnet(
  payer: Payer,
  inputs: SubnetSmokeInputs,
  { at, before, after }: { at: SubnetAddresses; before: Sources; after: Sources },
  context: StepContext,
): Promise<string> {
  await storageKept(before, after);
  const implementation = await codeOf(payer, "Subnet", context);
  return upgrade(payer, inputs, { proxy: at.subnet, implementation }, context);
}

/** Upgrades a subnet to a fresh copy of its code. */
async function upgradedIntact(
  payer: Payer,
  inputs: SubnetSmokeInputs,
  at: SubnetAddresses,
  context: StepContext,
) {
  const before = await stateOf(payer, at);
  const sources = await subnetSources(inputs, at);
  const took = await upgradeSubnet(payer, inputs, { at, before: sources, after: sources }, context);
  const after = await stateOf(payer, at);
  check(
    after.parameters === before.parameters,
    `the hyperparameters changed from ${before.parameters} to ${after.parameters}`,
    at.subnet,
  );
  check(after.owner === before.owner && after.id === before.id, "the owner or the ID changed", at.subnet);
  check(
    after.start === before.start,
    `the start of epoch 2 changed from block ${before.start} to ${after.start}`,
    at.subnet,
  );
  await goesOn(payer, at, before.last, 1n, context);
  return took;
}

async function stateOf({ client }: Payer, at: SubnetAddresses) {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const [owner, id, parameters, start, last] = await client.multicall({
    allowFailure: false,
    contracts: [
      { ...subnet, functionName: "subnetOwner" },
      { ...subnet, functionName: "subnetId" },
      { ...subnet, functionName: "hyperparametersOf", args: [1n] },
      { ...subnet, functionName: "startOf", args: [2n] },
      { address: at.consensus, abi: subnetConsensusAbi, functionName: "lastAggregated" },
    ],
  });
  const text = JSON.stringify(parameters, (_, value) => (typeof value === "bigint" ? String(value) : value));
  return { owner, id, parameters: text, start, last };
}

/** Puts code behind a subnet's consensus that knows no consensus, watches the other one, and takes it back. */
async function undisturbed(
  payer: Payer,
  inputs: SubnetSmokeInputs,
  { sound, broken }: { sound: SubnetAddresses; broken: SubnetAddresses },
  context: StepContext,
): Promise<string> {
  const former = await implementationOf(payer, broken.consensus);
  const registry = await implementationOf(payer, broken.minerRegistry);
  const [before, stood] = [await stateOf(payer, sound), await stateOf(payer, broken)];
  await upgrade(payer, inputs, { proxy: broken.consensus, implementation: registry }, context);
  try {
    context.log(`${broken.name} is broken; ${sound.name} must continue`);
    await goesOn(payer, sound, (await stateOf(payer, sound)).last, 2n, context);
  } finally {
    await upgrade(payer, inputs, { proxy: broken.consensus, implementation: former }, context);
  }
  await goesOn(payer, broken, stood.last, 2n, context);
  const { last } = await stateOf(payer, sound);
  return `${sound.name} went from epoch ${before.last} to ${last}, and ${broken.name} continues since it was repaired`;
}

/** Waits until some more epochs of a subnet are aggregated. */
async function goesOn(
  { client }: Payer,
  at: SubnetAddresses,
  from: bigint,
  epochs: bigint,
  { signal }: StepContext,
) {
  const read = { address: at.consensus, abi: subnetConsensusAbi, functionName: "lastAggregated" } as const;
  const there = async () => (await client.readContract(read)) >= from + epochs;
  const options = { deadline: EPOCHS, every: 500, signal };
  await until(`epoch ${from + epochs} of ${at.name}`, there, options);
}
