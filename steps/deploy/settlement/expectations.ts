import { type Address, concat, numberToHex, pad, zeroAddress } from "viem";
import { safeSetup } from "./addresses.ts";
import { type Artifacts, PROXIED, type ProxiedName } from "./artifacts.ts";
import {
  Above,
  type CodeExpectation,
  type Expectations,
  type Getters,
  getters,
  type LockExpectation,
  type ValueExpectation,
} from "../delivery/expected.ts";
import { initialCall, RESOURCE_CONFIG, type SettlementPlan, type SettlementParameters } from "./plan.ts";

/** How errors name what is verified, and what can be done about it. */
export const SETTLEMENT = {
  chain: "L1",
  where: "settlement contracts",
  next: ["undo the change through the Safe, or destroy the stack and create it again"],
};

/** What OP Stack contracts hold for the native coin, and for "no sender". */
const NATIVE_COIN: Address = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";
const NO_SENDER: Address = "0x000000000000000000000000000000000000dEaD";
/** The other ends on L2, fixed by the OP Stack. */
const L2_MESSENGER: Address = "0x4200000000000000000000000000000000000007";
const L2_BRIDGE: Address = "0x4200000000000000000000000000000000000010";
const L2_ERC721_BRIDGE: Address = "0x4200000000000000000000000000000000000014";
/** Storage of a Safe: its singleton, `keccak256("fallback_manager.handler.address")` and `keccak256("guard_manager.guard.address")`. */
const SAFE_SINGLETON = 0n;
const SAFE_HANDLER = 0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5n;
const SAFE_GUARD = 0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8n;
/** Head of a Safe's linked list of modules. */
const SENTINEL: Address = "0x0000000000000000000000000000000000000001";

/** Everything that must be true of a finished deployment, from the specification and the artifacts alone. */
export function expectations(
  inputs: SettlementParameters,
  plan: SettlementPlan,
  artifacts: Artifacts,
): Expectations {
  return {
    codes: codes(inputs, plan, artifacts),
    values: [
      ...admin(inputs, plan, artifacts),
      ...PROXIED.flatMap((name) =>
        getters(name, inputs.start.settlement[name], artifacts[name].abi, initial(inputs)[name]),
      ),
      ...safe(inputs, plan, artifacts),
    ],
    locks: locks(inputs, plan, artifacts),
  };
}

function codes(
  { start }: SettlementParameters,
  plan: SettlementPlan,
  artifacts: Artifacts,
): CodeExpectation[] {
  const { Safe, Multicall3 } = start.settlement;
  const created = plan.creations.map(({ what, artifact, address }) => ({
    what,
    address,
    code: artifacts[artifact].runtime,
  }));
  const canonical = created.some(({ what }) => what === "Multicall3")
    ? []
    : [{ what: "Multicall3", address: Multicall3, code: artifacts.Multicall3.runtime }];
  return [...created, ...canonical, { what: "Safe", address: Safe, code: artifacts.GnosisSafeProxy.runtime }];
}

/** What every initialiser set, as its contract's getters say it. */
function initial({
  start,
  l2,
  rules: parameters,
  accounts,
}: SettlementParameters): Record<ProxiedName, Getters> {
  const { settlement: at, origin } = start;
  return {
    SuperchainConfig: { guardian: at.Safe, paused: false },
    SystemConfig: {
      owner: at.Safe,
      basefeeScalar: l2.baseFeeScalar,
      blobbasefeeScalar: l2.blobBaseFeeScalar,
      overhead: 0n,
      scalar: ecotoneScalar(l2.baseFeeScalar, l2.blobBaseFeeScalar),
      batcherHash: pad(accounts.batcher),
      gasLimit: BigInt(l2.gasLimit),
      unsafeBlockSigner: accounts.sequencer,
      resourceConfig: RESOURCE_CONFIG,
      batchInbox: at.BatchInbox,
      l1CrossDomainMessenger: at.L1CrossDomainMessenger,
      l1ERC721Bridge: at.L1ERC721Bridge,
      l1StandardBridge: at.L1StandardBridge,
      disputeGameFactory: zeroAddress,
      optimismPortal: at.OptimismPortal,
      optimismMintableERC20Factory: at.OptimismMintableERC20Factory,
      gasPayingToken: [NATIVE_COIN, 18],
      isCustomGasToken: false,
      startBlock: new Above(BigInt(origin.number)),
    },
    OptimismPortal: {
      l2Oracle: at.L2OutputOracle,
      systemConfig: at.SystemConfig,
      superchainConfig: at.SuperchainConfig,
      guardian: at.Safe,
      paused: false,
      l2Sender: NO_SENDER,
    },
    L2OutputOracle: {
      submissionInterval: BigInt(parameters.submissionInterval),
      l2BlockTime: BigInt(l2.blockTime),
      startingBlockNumber: 0n,
      startingTimestamp: BigInt(origin.timestamp),
      proposer: accounts.proposer,
      challenger: at.Safe,
      finalizationPeriodSeconds: BigInt(parameters.finalizationPeriod),
    },
    L1CrossDomainMessenger: {
      superchainConfig: at.SuperchainConfig,
      portal: at.OptimismPortal,
      systemConfig: at.SystemConfig,
      otherMessenger: L2_MESSENGER,
    },
    L1StandardBridge: {
      messenger: at.L1CrossDomainMessenger,
      superchainConfig: at.SuperchainConfig,
      systemConfig: at.SystemConfig,
      otherBridge: L2_BRIDGE,
    },
    L1ERC721Bridge: {
      messenger: at.L1CrossDomainMessenger,
      superchainConfig: at.SuperchainConfig,
      otherBridge: L2_ERC721_BRIDGE,
    },
    OptimismMintableERC20Factory: { bridge: at.L1StandardBridge },
  };
}

/** Version 1 of the fee scalars in one word: version, 23 zero bytes, blob scalar, base scalar. */
const ecotoneScalar = (base: number, blob: number): bigint =>
  BigInt(
    concat([
      pad("0x01", { size: 24, dir: "right" }),
      numberToHex(blob, { size: 4 }),
      numberToHex(base, { size: 4 }),
    ]),
  );

/** The ProxyAdmin belongs to the Safe, and every proxy to the ProxyAdmin. */
function admin(
  { start }: SettlementParameters,
  plan: SettlementPlan,
  { ProxyAdmin }: Artifacts,
): ValueExpectation[] {
  const { settlement } = start;
  const ask = (functionName: string, args: readonly unknown[], expected: unknown, of = "") => ({
    what: `ProxyAdmin.${functionName}${of && `(${of})`}`,
    address: settlement.ProxyAdmin,
    abi: ProxyAdmin.abi,
    functionName,
    args,
    expected,
  });
  return [
    ask("owner", [], settlement.Safe),
    ask("addressManager", [], zeroAddress),
    ask("isUpgrading", [], false),
    ...PROXIED.flatMap((name) => [
      ask("getProxyImplementation", [settlement[name]], plan.implementations[name], name),
      ask("getProxyAdmin", [settlement[name]], settlement.ProxyAdmin, name),
    ]),
  ];
}

/** The Safe: its owners and threshold, the code it delegates to, and nothing that could act beside the owners. */
function safe(
  { start, rules: parameters }: SettlementParameters,
  plan: SettlementPlan,
  artifacts: Artifacts,
): ValueExpectation[] {
  const address = start.settlement.Safe;
  const { abi } = artifacts.GnosisSafe;
  const slot = (what: string, position: bigint, expected: Address): ValueExpectation => ({
    what: `Safe ${what}`,
    address,
    abi,
    functionName: "getStorageAt",
    args: [position, 1n],
    expected: pad(expected),
  });
  return [
    ...getters("Safe", address, abi, {
      getOwners: parameters.safeOwners,
      getThreshold: BigInt(parameters.safeThreshold),
      VERSION: "1.3.0",
    }),
    {
      what: "Safe modules",
      address,
      abi,
      functionName: "getModulesPaginated",
      args: [SENTINEL, 10n],
      expected: [[], SENTINEL],
    },
    slot("singleton", SAFE_SINGLETON, plan.implementations.GnosisSafe),
    slot("fallback handler", SAFE_HANDLER, zeroAddress),
    slot("guard", SAFE_GUARD, zeroAddress),
  ];
}

/** Nobody can initialise a proxy, an implementation, the Safe or its singleton a second time. */
function locks(inputs: SettlementParameters, plan: SettlementPlan, artifacts: Artifacts): LockExpectation[] {
  const { settlement } = inputs.start;
  const setup = safeSetup(inputs.rules, artifacts);
  return [
    ...PROXIED.flatMap((name) => {
      const data = initialCall(name, inputs, artifacts);
      return [
        { what: `${name} proxy`, address: settlement[name], data },
        { what: name, address: plan.implementations[name], data },
      ];
    }),
    { what: "Safe", address: settlement.Safe, data: setup },
    { what: "GnosisSafe", address: plan.implementations.GnosisSafe, data: setup },
  ];
}
