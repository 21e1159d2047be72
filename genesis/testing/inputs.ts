import type { Address } from "viem";
import { ACCOUNT_ROLES } from "../../spec/devnet.ts";
import type { L2GenesisInputs } from "../types.ts";
import type { GenesisSpec, SettlementAddresses } from "../../spec/contracts.ts";

/** An address that exists in tests only. */
const address = (group: number, i: number): Address =>
  `0x${group.toString(16)}${i.toString(16).padStart(39, "0")}`;
const role = (name: (typeof ACCOUNT_ROLES)[number]) => address(0xa, ACCOUNT_ROLES.indexOf(name));

/** A local stack as the default stack file has it. */
export const SPEC: GenesisSpec = {
  l1: {
    kind: "dev",
    chainId: 714,
    blockTime: 1,
    gasLimit: 100_000_000,
    prefunded: ACCOUNT_ROLES.map(role),
  },
  l2: {
    chainId: 1714,
    blockTime: 1,
    gasLimit: 30_000_000,
    forks: {
      regolith: 0,
      canyon: 0,
      delta: 0,
      ecotone: 0,
      fjord: 0,
      granite: 0,
      holocene: 0,
      isthmus: 8,
      jovian: 16,
    },
    eip1559: { elasticity: 6, denominator: 50, denominatorCanyon: 250 },
    maxSequencerDrift: 600,
    sequencerWindow: 3600,
    channelTimeout: 300,
    baseFeeScalar: 1368,
    blobBaseFeeScalar: 810_949,
    minVaultWithdrawal: "10000000000000000000",
    prefund: "10000000000000000000000",
  },
  accounts: {
    batcher: role("batcher"),
    sequencer: role("sequencer"),
    feeRecipient: role("feeRecipient"),
    user: role("user"),
  },
};

/** A rollup on an L1 of others, with forks at all three kinds of time, and other figures than {@link SPEC} throughout. */
export const EXTERNAL_SPEC: GenesisSpec = {
  l1: { kind: "external", chainId: 97, blockTime: 3, gasLimit: 100_000_000, prefunded: [] },
  l2: {
    ...SPEC.l2,
    chainId: 17_140,
    blockTime: 2,
    gasLimit: 60_000_000,
    forks: {
      regolith: 0,
      canyon: 0,
      delta: 0,
      ecotone: 0,
      fjord: 40,
      granite: 60,
      holocene: 80,
      isthmus: 100,
      jovian: undefined,
    },
    eip1559: { elasticity: 4, denominator: 60, denominatorCanyon: 200 },
    maxSequencerDrift: 1800,
    sequencerWindow: 14_400,
    channelTimeout: 1200,
    baseFeeScalar: 1000,
    blobBaseFeeScalar: 0,
    minVaultWithdrawal: "500000000000000000",
    prefund: "0",
  },
  accounts: {
    batcher: address(0xb, 1),
    sequencer: address(0xb, 2),
    feeRecipient: address(0xb, 3),
    user: address(0xb, 4),
  },
};

const SETTLEMENT_NAMES: (keyof SettlementAddresses)[] = [
  "ProxyAdmin",
  "SuperchainConfig",
  "SystemConfig",
  "OptimismPortal",
  "L2OutputOracle",
  "L1CrossDomainMessenger",
  "L1StandardBridge",
  "L1ERC721Bridge",
  "OptimismMintableERC20Factory",
  "BatchInbox",
  "Safe",
  "Multicall3",
];

/** A moment of the tests' own. */
export const TIME = 1_795_427_009;

/** Everything that L2 genesis is made from. */
export const inputsOf = (spec: GenesisSpec): L2GenesisInputs => ({
  spec,
  settlement: Object.fromEntries(
    SETTLEMENT_NAMES.map((name, i) => [name, address(0xc, i + 1)]),
  ) as unknown as SettlementAddresses,
  origin: { hash: `0x${"12".repeat(32)}`, number: 7, timestamp: TIME },
  // The shortest code that answers: a word of zeros.
  wrappedBnbCode: "0x60205ff3",
});
