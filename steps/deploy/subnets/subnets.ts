import type { L2Client } from "../../../chain/clients.ts";
import { l2Client, l2Wallet } from "../../../chain/clients.ts";
import { type SubnetAddresses, subnetsOf } from "../../../subnets/addresses.ts";
import { becomeProposer, decide } from "../../common/governance.ts";
import { check } from "../../common/check.ts";
import { ensureFactory } from "../protocol/account-factory.ts";
import type { Step, StepContext } from "../../common/step.ts";
import { changes, creation, retirement, type Wanted } from "./decisions.ts";
import { drain, ownIn } from "./drain.ts";
import { fund } from "./funds.ts";
import { identitiesOf } from "./identities.ts";
import { contractOf, type SubnetsInputs, type SubnetsOutputs } from "./inputs.ts";

/** Who reads the chain, votes and pays. */
export interface Payer {
  client: L2Client;
  wallet: ReturnType<typeof l2Wallet>;
}

/** Subnets that one proposal makes: more do not fit into a block. */
const TOGETHER = 2;

/**
 * Brings the chain's subnets to what the stack file says, by governance: makes those that are missing, changes those that
 * differ, retires and drains those that were taken out. Gives their miners and validators what they need to begin. Looks at
 * the chain before each thing, so it goes on wherever it was interrupted.
 */
export const subnets: Step<SubnetsInputs, SubnetsOutputs> = {
  name: "deploy/subnets",
  kind: "deploy",
  deadline: 900,

  async run(inputs, context) {
    const payer = { client: l2Client(inputs.l2), wallet: l2Wallet(inputs.keys.user, inputs.l2) };
    const removed = await decideAll(payer, inputs, context);
    const made = await namedOf(payer.client, inputs);
    for (const { name } of inputs.subnets)
      check(made[name] !== undefined, `the subnet ${name} was not created`);
    if (inputs.subnets.some(({ validators }) => validators.some(({ gas }) => gas === "tora")))
      await ensureFactory({ l2: payer.client, onL2: payer.wallet }, inputs, context);
    const identities = await identitiesOf(payer.client, inputs);
    await fund(payer, inputs, { made, identities }, context);
    const draining = [];
    for (const at of removed) if (!(await drain(payer.client, inputs, at, context))) draining.push(at.name);
    const named = Object.entries(made).map(([name, { id, ...rest }]) => [name, { ...rest, id: String(id) }]);
    const accounts = Object.fromEntries(identities.map(({ name, account }) => [name, account]));
    return { subnets: Object.fromEntries(named), accounts, draining };
  },

  // A stake comes back epochs after it was asked for: every `up` looks again.
  stale: async (_inputs, { draining }) =>
    draining.length > 0 ? `stakes in ${draining.join(", ")} are not withdrawn yet` : undefined,
};

/** The subnets of the stack file that are on the chain, by name. */
async function namedOf(client: L2Client, inputs: SubnetsInputs): Promise<Record<string, SubnetAddresses>> {
  const wanted = new Set(inputs.subnets.map(({ name }) => name));
  const all = await subnetsOf(client, contractOf(inputs, "SubnetRegistry"));
  return Object.fromEntries(
    all.filter(({ name, retired }) => wanted.has(name) && !retired).map((subnet) => [subnet.name, subnet]),
  );
}

/** Has governance decide what is to be decided. @returns the subnets of this stack that were taken out */
async function decideAll(
  payer: Payer,
  inputs: SubnetsInputs,
  context: StepContext,
): Promise<SubnetAddresses[]> {
  const { client, wallet } = payer;
  const all = await subnetsOf(client, contractOf(inputs, "SubnetRegistry"));
  const made = await namedOf(client, inputs);
  const missing = inputs.subnets.filter(({ name }) => made[name] === undefined);
  const differing = await Promise.all(
    inputs.subnets.flatMap((spec) => {
      const at = made[spec.name];
      return at ? [changes(client, inputs, spec, at)] : [];
    }),
  );
  const removed = await removedOf(client, inputs, all);
  const retired = removed.filter((at) => !at.retired).map((at) => retirement(inputs, at));
  const creations = missing.map((spec, index) => creation(inputs, spec, BigInt(all.length + index + 1)));
  const others = [...differing.flat(), ...retired];
  const proposals = [...chunks(creations, TOGETHER), ...(others.length > 0 ? [others] : [])];
  const chains = { l2: client, onL2: wallet };
  if (proposals.length > 0) await becomeProposer(chains, inputs, context);
  for (const parts of proposals) {
    const what = parts.map((part) => part.what).join(", ");
    context.log(`proposal: ${what}`);
    const calls = parts.flatMap((part) => part.calls);
    await decide(chains, inputs, { calls, description: `${what} (${Date.now()})` }, context);
  }
  return removed;
}

/** Subnets that the stack file does not name any more, and where this stack has miners or validators. */
async function removedOf(client: L2Client, inputs: SubnetsInputs, all: readonly SubnetAddresses[]) {
  const wanted = new Set(inputs.subnets.map(({ name }) => name));
  const others = all.filter(({ name }) => !wanted.has(name));
  const own = await Promise.all(others.map(async (at) => (await ownIn(client, inputs, at)).length > 0));
  return others.filter((_, index) => own[index]);
}

const chunks = (all: readonly Wanted[], size: number): Wanted[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
