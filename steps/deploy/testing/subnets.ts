import { type Address, concat, encodeFunctionData, type Hex, pad } from "viem";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { preinstalls } from "../../../genesis/preinstalls.ts";
import { toraTokenAbi } from "../../../chain/abi/ToraToken.ts";
import { CANONICAL_MULTICALL3, type ChainEndpoint } from "../../../chain/chains.ts";
import { type L2Client, l2Client } from "../../../chain/clients.ts";
import { type SubnetAddresses, subnetCalled } from "../../../subnets/addresses.ts";
import { bnbSender, type Sender } from "../../../subnets/sender.ts";
import { ensureProtocol } from "../../../toolchain/index.ts";
import { DEFAULT_SUBNET } from "../../../config/protocol-defaults.ts";
import { call, type Entry } from "../protocol/entries.ts";
import { deployment, type Side, SIDES } from "../protocol/protocol.ts";
import type { ProtocolParameters } from "../protocol/parameters.ts";
import { protocolStart } from "../protocol/start.ts";
import { hyperparametersOf } from "../protocol/hyperparameters.ts";
import { startDevL1 } from "./dev-l1.ts";
import { journalFile, testAddress, testContext, testKey } from "./inputs.ts";
import { testParameters } from "./parameters.ts";

/** In the place of the bridge, which alone mints TORA: calls the address in the first word with what follows it. */
const CALLER: Hex = "0x602036038060205f375f5f825f5f5f355af16018575f5ffd5b00";
const DEPLOYER = "subnets' deployer";

/** A real chain with the protocol and subnets, for a test. */
export interface SubnetChain {
  l2: ChainEndpoint;
  client: L2Client;
  /** The first subnet. */
  at: SubnetAddresses;
  /** The protocol's contracts, by name. */
  addresses: Readonly<Record<string, Address>>;
  /** An account that has BNB. @param name one of those that the chain was started with, see testKey */
  sender(name: string): Sender;
  /** Gives an account TORA. @param amount wei */
  give(account: Address, amount: bigint): Promise<void>;
  stop(): Promise<void>;
}

/** What a test may have differ. Blocks come every second. */
export interface SubnetParameters {
  /** Names; `text` alone where absent. */
  subnets?: readonly [string, ...string[]];
  phases?: { commit: number; reveal: number; aggregate: number; length: number };
  trust?: ProtocolParameters["subnets"]["trust"];
}

const SUBNETS: readonly [string, ...string[]] = ["text"];
const PHASES = { commit: 8, reveal: 12, aggregate: 16, length: 17 };

/** @param names of the keys whose accounts have BNB */
export async function startSubnetChain(
  names: readonly string[],
  parameters: SubnetParameters = {},
): Promise<SubnetChain> {
  const { MultiCall3, DeterministicDeploymentProxy } = preinstalls(714);
  const bridge = { address: PREDEPLOYS.L2StandardBridge, code: CALLER };
  const funded = [DEPLOYER, ...names].map(testAddress);
  const [chain] = await Promise.all([
    startDevL1(funded, 60_000_000, [MultiCall3, DeterministicDeploymentProxy, bridge]),
    ensureProtocol(),
  ]);
  try {
    const l2 = { rpcUrl: chain.rpcUrl, chainId: chain.chainId };
    const addresses = await deploy(l2, parameters);
    const client = l2Client(l2);
    const at = await subnetCalled(
      client,
      addresses.SubnetRegistry as Address,
      (parameters.subnets ?? SUBNETS)[0],
    );
    if (!at) throw new Error("the deployment made no subnet");
    const sender = (name: string) => bnbSender(testKey(name), l2, new AbortController().signal);
    const give = (account: Address, amount: bigint) =>
      mint(sender(DEPLOYER), addresses.ToraToken as Address, account, amount);
    return { l2, client, at, addresses, sender, give, stop: () => chain.stop() };
  } catch (error) {
    await chain.stop();
    throw error;
  }
}

/** Nothing of the protocol's part on L1 is needed: the same chain stands for both. */
async function deploy(
  endpoint: ChainEndpoint,
  { subnets = SUBNETS, phases = PHASES, trust = testParameters.subnets.trust }: SubnetParameters,
): Promise<Readonly<Record<string, Address>>> {
  const inputs = {
    l1: endpoint,
    l2: endpoint,
    multicall3: CANONICAL_MULTICALL3,
    rules: { ...testParameters, subnets: { ...testParameters.subnets, trust } },
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
  const withSubnets = deployment(sideWith(subnets, phases));
  return (await withSubnets.run({ ...inputs, start, keys }, testContext(journalFile("l2")))).addresses;
}

/** Five proxies and a hundred slots. */
const SUBNET_GAS = 12_000_000n;

/** L2's part, with subnets that the deployer makes before it hands the factory over; a stack's come by governance. */
function sideWith(subnets: readonly string[], phases: NonNullable<SubnetParameters["phases"]>): Side {
  const hyperparameters = hyperparametersOf({ ...DEFAULT_SUBNET, phases });
  const made = subnets.flatMap((name, i) => [
    call("SubnetFactory", "createSubnet", [name, testAddress(`${name}'s owner`), hyperparameters], {
      gas: SUBNET_GAS,
    }),
    call("EmissionManager", "setWeight", [BigInt(i + 1), 1n]),
  ]);
  const handsOver = (entry: Entry) =>
    entry.kind === "call" && entry.on === "SubnetFactory" && entry.function === "transferOwnership";
  const plan: Side["plan"] = (context) =>
    SIDES.l2.plan(context).flatMap((entry) => (handsOver(entry) ? [...made, entry] : [entry]));
  return { ...SIDES.l2, plan };
}

async function mint({ send }: Sender, tora: Address, to: Address, amount: bigint): Promise<void> {
  const call = encodeFunctionData({ abi: toraTokenAbi, functionName: "mint", args: [to, amount] });
  await send({ to: PREDEPLOYS.L2StandardBridge, data: concat([pad(tora), call]) }, "TORA for a test");
}
