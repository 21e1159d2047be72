import { type Address, encodeFunctionData, keccak256 } from "viem";
import { upgradeManagerAbi } from "../../../chain/abi/UpgradeManager.ts";
import { create } from "../../../chain/transact.ts";
import { PROXY_IMPLEMENTATION_SLOT } from "../../../spec/contracts.ts";
import { artifacts } from "../../deploy/protocol/artifacts.ts";
import { contractOf } from "../../deploy/subnets/inputs.ts";
import type { Payer } from "../../deploy/subnets/subnets.ts";
import { becomeProposer, decide } from "../../common/governance.ts";
import type { StepContext } from "../../common/step.ts";
import { check, seconds } from "../../common/check.ts";
import type { SubnetSmokeInputs } from "./inputs.ts";

/** Where a proxy points to now. */
export async function implementationOf({ client }: Payer, proxy: Address): Promise<Address> {
  const slot = await client.getStorageAt({ address: proxy, slot: PROXY_IMPLEMENTATION_SLOT });
  return `0x${(slot ?? "").slice(-40)}`;
}

/** Deploys a contract's code once more. */
export const codeOf = ({ client, wallet }: Payer, name: string, context: StepContext): Promise<Address> =>
  create(client, wallet, artifacts()(name).creation, `the code of ${name}`, context);

/**
 * Has governance decide on an upgrade, by proposal, votes and timelock, and the UpgradeManager carry it out.
 * @returns the seconds that it took
 */
export async function upgrade(
  payer: Payer,
  inputs: SubnetSmokeInputs,
  { proxy, implementation }: { proxy: Address; implementation: Address },
  context: StepContext,
): Promise<string> {
  const { client, wallet } = payer;
  const code = await client.getCode({ address: implementation });
  check(code !== undefined, "there is no code at the new implementation", implementation);
  const args = [proxy, implementation, keccak256(code), "0x"] as const;
  const data = encodeFunctionData({ abi: upgradeManagerAbi, functionName: "upgrade", args });
  const chains = { l2: client, onL2: wallet };
  const began = performance.now();
  await becomeProposer(chains, inputs, context);
  const description = `drill: ${proxy} to ${implementation}, ${Date.now()}`;
  await decide(
    chains,
    inputs,
    { calls: [{ to: contractOf(inputs, "UpgradeManager"), data }], description },
    context,
  );
  const now = await implementationOf(payer, proxy);
  check(
    now.toLowerCase() === implementation.toLowerCase(),
    `${proxy} points to ${now} after the decision, expected ${implementation}`,
    proxy,
  );
  return seconds((performance.now() - began) / 1000);
}
