import { l1Client } from "../../../chain/clients.ts";
import { type Verified, verify } from "../delivery/verify.ts";
import type { ArtifactOf } from "./artifacts.ts";
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
  const placed: Placed[] = places(plan(deploymentContext(inputs, inputs.start)), start);
  const what = {
    chain,
    where: "protocol contracts",
    next: ["undo the change through governance, or destroy the stack and create it again"],
  };
  const roles = await verifyRoles(client, placed, start.block.number);
  const verified = await verify(client, start.multicall3, expectations(placed, artifact), what);
  return { ...verified, roles };
}
