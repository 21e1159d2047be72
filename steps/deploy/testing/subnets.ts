import { type Address, concat, encodeFunctionData, type Hex, pad } from "viem";
import { preinstalls } from "../../../genesis/preinstalls.ts";
import { toraTokenAbi } from "../../../lib/abi/ToraToken.ts";
import { plainL2Chain } from "../../../lib/chain/chains.ts";
import { l2Client, wallet } from "../../../lib/chain/clients.ts";
import { transact } from "../../../lib/chain/transact.ts";
import { ensureProtocol } from "../../../toolchain/index.ts";
import { protocolL2 } from "../protocol/protocol.ts";
import { DEFAULT_RULES } from "../protocol/rules.ts";
import { protocolStart } from "../protocol/start.ts";
import { type DevL1, startDevL1 } from "./dev-l1.ts";
import { journalFile, testAddress, testContext, testKey } from "./inputs.ts";

/** Where ToraToken has the bridge, which alone may mint. */
const BRIDGE: Address = "0x4200000000000000000000000000000000000010";
/** In the bridge's place on chains that have none: calls the address in the first word with what follows it. */
const CALLER: Hex = "0x602036038060205f375f5f825f5f5f355af16018575f5ffd5b00";
const DEPLOYER = "subnets' deployer";

export interface SubnetChain {
  l2: DevL1;
  addresses: Readonly<Record<string, Address>>;
  /** Gives an account of this test TORA. @param amount wei */
  give(account: Address, amount: bigint): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real chain with the protocol and one subnet `text` with epochs of 17 blocks, one each second.
 * @param names of the keys whose accounts have BNB, see testKey
 */
export async function startSubnetChain(names: readonly string[]): Promise<SubnetChain> {
  const { MultiCall3, DeterministicDeploymentProxy } = preinstalls(714);
  const funded = [DEPLOYER, ...names].map(testAddress);
  const bridge = { address: BRIDGE, code: CALLER };
  const [l1, l2] = await Promise.all([
    startDevL1(funded, 60_000_000, [MultiCall3]),
    startDevL1(funded, 60_000_000, [MultiCall3, DeterministicDeploymentProxy, bridge]),
    ensureProtocol(),
  ]);
  const stop = async () => {
    await Promise.all([l1.stop(), l2.stop()]);
  };
  try {
    const addresses = await deploy(l1, l2);
    const give = (account: Address, amount: bigint) =>
      mint(l2, addresses.ToraToken as Address, account, amount);
    return { l2, addresses, give, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function deploy(l1: DevL1, l2: DevL1): Promise<Readonly<Record<string, Address>>> {
  const phases = { commit: 8, reveal: 12, aggregate: 16, length: 17 };
  const text = { name: "text", owner: testAddress("text's owner"), weight: 1, phases };
  const inputs = {
    l1: { rpcUrl: l1.rpcUrl, chainId: l1.chainId },
    l2: { rpcUrl: l2.rpcUrl, chainId: l2.chainId },
    rules: {
      ...DEFAULT_RULES,
      price: { kind: "fixed", price: "20000000000000000000000" } as const,
      subnets: { ...DEFAULT_RULES.subnets, examples: [text] },
    },
    accounts: {
      deployer: testAddress(DEPLOYER),
      safe: testAddress("safe"),
      guardian: testAddress("guardian"),
      operator: testAddress("operator"),
      treasury: testAddress("treasury"),
      holder: testAddress("holder"),
    },
  };
  const start = await protocolStart.run(inputs, testContext(journalFile("start")));
  const keys = { deployer: testKey(DEPLOYER) };
  return (await protocolL2.run({ ...inputs, start, keys }, testContext(journalFile("l2")))).addresses;
}

async function mint(l2: DevL1, tora: Address, account: Address, amount: bigint): Promise<void> {
  const call = encodeFunctionData({ abi: toraTokenAbi, functionName: "mint", args: [account, amount] });
  const data = concat([pad(tora), call]);
  const sender = wallet(testKey(DEPLOYER), plainL2Chain(l2));
  const { signal } = new AbortController();
  await transact(l2Client(l2), sender, { to: BRIDGE, data }, "TORA for a test", { signal });
}
