import { type Address, encodeFunctionData, type Hex, pad, zeroAddress } from "viem";
import type { DevnetSpec, L2Spec, SettlementSpec } from "../../../spec/devnet.ts";
import type { SettlementAddresses } from "../../../spec/contracts.ts";
import { addressBook, type Creation, creations, SAFE_SALT, safeSetup } from "./addresses.ts";
import { type ArtifactName, type Artifacts, PROXIED, type ProxiedName } from "./artifacts.ts";
import { type OriginOutputs, startOf } from "./origin.ts";
import { callOf, creationOf, type PlannedTransaction } from "../delivery/planned.ts";

/** Everything that decides what the settlement layer is; all of it public. */
export interface SettlementParameters {
  start: OriginOutputs;
  l2: Pick<L2Spec, "blockTime" | "gasLimit" | "baseFeeScalar" | "blobBaseFeeScalar">;
  rules: SettlementSpec;
  accounts: Pick<DevnetSpec["accounts"], "deployer" | "batcher" | "proposer" | "sequencer">;
}

export interface SettlementPlan {
  /** In the order of their nonces. */
  transactions: PlannedTransaction[];
  /** Where contracts are that have no name of their own in {@link SettlementAddresses}. */
  implementations: Record<ProxiedName | "GnosisSafe" | "GnosisSafeProxyFactory", Address>;
  creations: Creation[];
}

/** Prices and limits of the L1 gas that deposits burn: the values that contracts-bedrock recommends. */
export const RESOURCE_CONFIG = {
  maxResourceLimit: 20_000_000,
  elasticityMultiplier: 10,
  baseFeeMaxChangeDenominator: 8,
  minimumBaseFee: 1_000_000_000,
  systemTxMaxGas: 1_000_000,
  maximumBaseFee: 2n ** 128n - 1n,
} as const;

/**
 * All transactions of the deployment: first every creation, then the Safe, then the initialisations through the
 * ProxyAdmin, and last the ProxyAdmin's handover to the Safe. Every other owner is the Safe from the beginning.
 */
export function settlementPlan(inputs: SettlementParameters, artifacts: Artifacts): SettlementPlan {
  const list = creations(startOf(inputs.accounts.deployer, inputs.start));
  const at = addressBook(list);
  const { settlement } = inputs.start;
  const names = [...PROXIED, "GnosisSafe", "GnosisSafeProxyFactory"] as const;
  const implementations = Object.fromEntries(names.map((name) => [name, at(name)]));
  return {
    transactions: [
      ...list.map((creation) =>
        creationOf(
          creation.what,
          creation.address,
          artifacts[creation.artifact],
          creationArgs(creation.artifact, inputs),
        ),
      ),
      makeSafe(at, inputs, artifacts),
      ...PROXIED.map((name) => initialise(name, at(name), inputs, artifacts)),
      callOf(
        "hand ProxyAdmin to the Safe",
        settlement.ProxyAdmin,
        artifacts.ProxyAdmin.abi,
        "transferOwnership",
        [settlement.Safe],
      ),
    ],
    implementations: implementations as SettlementPlan["implementations"],
    creations: list,
  };
}

/** The arguments of each contract's `initialize` function. */
export function initialArguments(inputs: SettlementParameters): Record<ProxiedName, readonly unknown[]> {
  const { l2, rules: parameters, accounts, start } = inputs;
  const at = start.settlement;
  return {
    SuperchainConfig: [at.Safe, false],
    SystemConfig: [
      at.Safe,
      l2.baseFeeScalar,
      l2.blobBaseFeeScalar,
      pad(accounts.batcher),
      BigInt(l2.gasLimit),
      accounts.sequencer,
      RESOURCE_CONFIG,
      at.BatchInbox,
      systemAddresses(at),
    ],
    OptimismPortal: [at.L2OutputOracle, at.SystemConfig, at.SuperchainConfig],
    L2OutputOracle: [
      BigInt(parameters.submissionInterval),
      BigInt(l2.blockTime),
      0n,
      BigInt(start.origin.timestamp),
      accounts.proposer,
      at.Safe,
      BigInt(parameters.finalizationPeriod),
    ],
    L1CrossDomainMessenger: [at.SuperchainConfig, at.OptimismPortal, at.SystemConfig],
    L1StandardBridge: [at.L1CrossDomainMessenger, at.SuperchainConfig, at.SystemConfig],
    L1ERC721Bridge: [at.L1CrossDomainMessenger, at.SuperchainConfig],
    OptimismMintableERC20Factory: [at.L1StandardBridge],
  };
}

/** The call of a contract's `initialize` function. */
export const initialCall = (name: ProxiedName, inputs: SettlementParameters, artifacts: Artifacts): Hex =>
  encodeFunctionData({
    abi: artifacts[name].abi,
    functionName: "initialize",
    args: initialArguments(inputs)[name],
  });

/** What SystemConfig knows of the other contracts; outputs come from the oracle, so there are no dispute games. */
const systemAddresses = (at: SettlementAddresses) => ({
  l1CrossDomainMessenger: at.L1CrossDomainMessenger,
  l1ERC721Bridge: at.L1ERC721Bridge,
  l1StandardBridge: at.L1StandardBridge,
  disputeGameFactory: zeroAddress,
  optimismPortal: at.OptimismPortal,
  optimismMintableERC20Factory: at.OptimismMintableERC20Factory,
  gasPayingToken: zeroAddress,
});

function creationArgs(artifact: ArtifactName, { accounts, start }: SettlementParameters): Address[] {
  if (artifact === "ProxyAdmin") return [accounts.deployer];
  return artifact === "Proxy" ? [start.settlement.ProxyAdmin] : [];
}

function makeSafe(
  at: (what: string) => Address,
  { rules: parameters }: SettlementParameters,
  artifacts: Artifacts,
): PlannedTransaction {
  const args = [at("GnosisSafe"), safeSetup(parameters, artifacts), SAFE_SALT];
  const factory = at("GnosisSafeProxyFactory");
  return callOf("make the Safe", factory, artifacts.GnosisSafeProxyFactory.abi, "createProxyWithNonce", args);
}

function initialise(
  name: ProxiedName,
  implementation: Address,
  inputs: SettlementParameters,
  artifacts: Artifacts,
): PlannedTransaction {
  const { settlement } = inputs.start;
  const args = [settlement[name], implementation, initialCall(name, inputs, artifacts)];
  return callOf(
    `initialise ${name}`,
    settlement.ProxyAdmin,
    artifacts.ProxyAdmin.abi,
    "upgradeAndCall",
    args,
  );
}
