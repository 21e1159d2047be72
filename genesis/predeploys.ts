import type { Address } from "viem";

/** The rollup's own contracts on L2, by name. All but the wrapped coin are behind proxies. */
export const PREDEPLOYS = {
  LegacyMessagePasser: "0x4200000000000000000000000000000000000000",
  DeployerWhitelist: "0x4200000000000000000000000000000000000002",
  WrappedBNB: "0x4200000000000000000000000000000000000006",
  L2CrossDomainMessenger: "0x4200000000000000000000000000000000000007",
  GasPriceOracle: "0x420000000000000000000000000000000000000F",
  L2StandardBridge: "0x4200000000000000000000000000000000000010",
  SequencerFeeVault: "0x4200000000000000000000000000000000000011",
  OptimismMintableERC20Factory: "0x4200000000000000000000000000000000000012",
  L1BlockNumber: "0x4200000000000000000000000000000000000013",
  L2ERC721Bridge: "0x4200000000000000000000000000000000000014",
  L1Block: "0x4200000000000000000000000000000000000015",
  L2ToL1MessagePasser: "0x4200000000000000000000000000000000000016",
  OptimismMintableERC721Factory: "0x4200000000000000000000000000000000000017",
  ProxyAdmin: "0x4200000000000000000000000000000000000018",
  BaseFeeVault: "0x4200000000000000000000000000000000000019",
  L1FeeVault: "0x420000000000000000000000000000000000001A",
  /** A proxy without implementation until Isthmus gives it one. */
  OperatorFeeVault: "0x420000000000000000000000000000000000001b",
  SchemaRegistry: "0x4200000000000000000000000000000000000020",
  EAS: "0x4200000000000000000000000000000000000021",
} as const satisfies Record<string, Address>;

export type PredeployName = keyof typeof PREDEPLOYS;
/** Predeploys that have an implementation from the beginning. */
export type ImplementedName = Exclude<PredeployName, "WrappedBNB" | "OperatorFeeVault">;

export const PREDEPLOY_NAMES = Object.keys(PREDEPLOYS) as PredeployName[];

export const IMPLEMENTED_NAMES = PREDEPLOY_NAMES.filter(
  (name): name is ImplementedName => name !== "WrappedBNB" && name !== "OperatorFeeVault",
);

/** Where the implementation of a predeploy is: the same last digits in a name space of its own. */
export const implementationOf = (name: ImplementedName): Address =>
  `0xc0d3c0d3c0d3c0d3c0d3c0d3c0d3c0d3c0d3${PREDEPLOYS[name].slice(-4).toLowerCase()}` as Address;

const ALIAS_OFFSET = 0x1111000000000000000000000000000000001111n;
const ADDRESS_SPACE = 1n << 160n;

/** The sender that L2 sees when a contract of L1 sends through the portal. */
export function aliasOf(l1Contract: Address): Address {
  const alias = (BigInt(l1Contract) + ALIAS_OFFSET) % ADDRESS_SPACE;
  return `0x${alias.toString(16).padStart(40, "0")}`;
}
