import { type Address, type Hex, toHex } from "viem";
import { artifactReader } from "../toolchain/contracts/published.ts";
import { predeployAccounts } from "./predeploy-state.ts";
import { PREINSTALLS, type PreinstallName, type Preinstalls, preinstalls } from "./preinstalls.ts";
import type { Allocation, GenesisAccount, L2GenesisInputs } from "./types.ts";

type Entry = [address: Address, account: GenesisAccount];

/** Addresses that precompiled contracts have or may get; one wei keeps them in the state. */
const PRECOMPILES = 256;
/** What an account has of the native coin on a dev L1: a million BNB. */
const L1_FUNDS: Hex = toHex(1_000_000n * 10n ** 18n);
/** What a dev L1 has of other people's contracts: batched reads, and deployments to the same address on every chain. */
const ON_L1: PreinstallName[] = ["MultiCall3", "DeterministicDeploymentProxy"];

/** The accounts of a dev L1. */
export function l1Allocation(chainId: number, prefunded: readonly Address[]): Allocation {
  const known = preinstalls(chainId);
  return sorted([
    ...ON_L1.map((name) => preinstalled(known, name)),
    ...prefunded.map((address): Entry => [address, { balance: L1_FUNDS }]),
  ]);
}

/** The accounts of L2: precompiles, predeploys, preinstalls, and the roles of a local stack with their funds. */
export function l2Allocation(inputs: L2GenesisInputs): Allocation {
  const { l1, l2 } = inputs.spec;
  const known = preinstalls(l2.chainId);
  const funds = toHex(BigInt(l2.prefund));
  return sorted([
    ...Array.from({ length: PRECOMPILES }, (_, i): Entry => [toHex(i, { size: 20 }), { balance: "0x1" }]),
    ...predeployAccounts(inputs, artifactReader()),
    ...PREINSTALLS.map((name) => preinstalled(known, name)),
    [known.beaconBlockRootsSender, { balance: "0x0", nonce: "0x1" }],
    ...(funds === "0x0" ? [] : l1.prefunded.map((address): Entry => [address, { balance: funds }])),
  ]);
}

const preinstalled = (known: Preinstalls, name: PreinstallName): Entry => [
  known[name].address,
  { balance: "0x0", nonce: "0x1", code: known[name].code },
];

/** In ascending order, accounts and their storage, so that equal states have equal files. */
function sorted(entries: readonly Entry[]): Allocation {
  const accounts = entries.map(([address, account]): Entry => {
    const { storage = {}, ...rest } = account;
    const words = Object.entries(storage).sort(ascending);
    const withStorage = words.length === 0 ? rest : { ...rest, storage: Object.fromEntries(words) };
    return [address.toLowerCase() as Address, withStorage];
  });
  return Object.fromEntries(accounts.sort(ascending));
}

const ascending = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);
