import type { Address } from "viem";
import type { L1Client } from "../../../chain/clients.ts";
import { type Expectations, getters } from "../expected.ts";
import type { ArtifactOf } from "./artifacts.ts";
import { codeOf, proxySlot } from "./expectations.ts";
import { PROXY } from "./plan.ts";
import type { ExampleSubnet } from "./parameters.ts";
import { PARTS } from "./subnets.ts";
import type { DeploymentContext } from "./context.ts";

type Registered = Record<keyof typeof PARTS, Address> & { name: string; retired: boolean };

/** What must be true of the subnets that the factory made: it alone knows where they are. */
export async function exampleExpectations(
  client: L1Client,
  context: DeploymentContext,
  artifact: ArtifactOf,
): Promise<Expectations> {
  const all = await Promise.all(
    context.parameters.subnets.examples.map(async (example, i) => {
      const registered = (await client.readContract({
        address: context.l2("SubnetRegistry"),
        abi: artifact("SubnetRegistry").abi,
        functionName: "subnetOf",
        args: [BigInt(i + 1)],
      })) as Registered;
      return subnetExpectations(BigInt(i + 1), example, registered, context, artifact);
    }),
  );
  return {
    codes: all.flatMap(({ codes }) => codes),
    values: all.flatMap(({ values }) => values),
    locks: [],
    slots: all.flatMap(({ slots = [] }) => slots),
  };
}

function subnetExpectations(
  id: bigint,
  { name, owner }: ExampleSubnet,
  registered: Registered,
  { accounts, l2 }: DeploymentContext,
  artifact: ArtifactOf,
): Expectations {
  const upgradeManager = l2("UpgradeManager");
  const parts = Object.entries(PARTS) as [keyof typeof PARTS, string][];
  const label = (part: string) => `${part} of subnet ${id}`;
  const subnet = {
    subnetId: id,
    subnetOwner: owner,
    owner: l2("ToraTimelock"),
    guardian: accounts.guardian,
    paused: false,
  };
  return {
    codes: parts.map(([part, of]) => codeOf(label(of), PROXY, registered[part], artifact)),
    values: [
      {
        what: `SubnetRegistry.subnetOf(${id})`,
        address: l2("SubnetRegistry"),
        abi: artifact("SubnetRegistry").abi,
        functionName: "subnetOf",
        args: [id],
        expected: { ...registered, name, retired: false },
      },
      ...getters(label("Subnet"), registered.subnet, artifact("Subnet").abi, subnet),
      ...parts.flatMap(([part, of]) =>
        getters(label(of), registered[part], artifact(of).abi, { upgradeManager }),
      ),
    ],
    locks: [],
    slots: parts.map(([part, of]) => proxySlot(label(of), registered[part], l2(of))),
  };
}
