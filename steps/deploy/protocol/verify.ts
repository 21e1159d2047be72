import { l1Client } from "../../../chain/clients.ts";
import type { Expectations } from "../expected.ts";
import { type Verified, verify } from "../verify.ts";
import type { ArtifactOf } from "./artifacts.ts";
import { exampleExpectations } from "./examples.ts";
import { expectations } from "./expectations.ts";
import { type Placed, places } from "./plan.ts";
import { verifyRoles } from "./permissions.ts";
import type { ProtocolCheckInputs, Side } from "./protocol.ts";
import { deploymentContext } from "./start.ts";

export interface VerifiedProtocol extends Verified {
  roles: number;
}

/**
 * Compares one side of the protocol with what it must be: every code, every value that was set, every role and owner,
 * and that no contract can be initialised twice.
 * @throws TensoraError that lists every mismatch
 */
export async function verifyProtocol(
  inputs: ProtocolCheckInputs,
  { chain, key, plan }: Side,
  artifact: ArtifactOf,
): Promise<VerifiedProtocol> {
  const start = inputs.start[key];
  const client = l1Client(inputs[key]);
  const context = deploymentContext(inputs, inputs.start);
  const placed: Placed[] = places(plan(context), start);
  const what = {
    chain,
    where: "protocol contracts",
    next: ["undo the change through governance, or destroy the stack and make it again"],
  };
  const roles = await verifyRoles(client, placed, start.block.number);
  const first = await verify(client, start.multicall3, expectations(placed, artifact), what);
  const examples: Expectations | undefined =
    key === "l2" ? await exampleExpectations(client, context, artifact) : undefined;
  const second = examples && (await verify(client, start.multicall3, examples, what));
  return {
    codes: first.codes + (second?.codes ?? 0),
    values: first.values + (second?.values ?? 0),
    locks: first.locks + (second?.locks ?? 0),
    roles,
  };
}
