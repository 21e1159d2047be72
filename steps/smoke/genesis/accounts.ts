import { type Address, type Hex, keccak256, toHex } from "viem";
import { artifactReader } from "../../../toolchain/contracts/published.ts";
import {
  IMPLEMENTED_NAMES,
  type ImplementedName,
  implementationOf,
  PREDEPLOY_NAMES,
  PREDEPLOYS,
} from "../../../genesis/predeploys.ts";
import { PROXY_ADMIN_SLOT, PROXY_IMPLEMENTATION_SLOT } from "../../../spec/contracts.ts";
import type { GenesisFacts } from "./genesis.ts";
import { GENESIS_BLOCK, type Inquiry } from "./node.ts";
import { asOnMainnet, BEACON_ROOTS_SENDER, CANONICAL, PERMIT2, PERMIT2_MAINNET_HASH } from "./preinstalls.ts";
import type { Comparison } from "./report.ts";

/** What the node must say of an account of block 0. */
interface ExpectedAccount {
  what: string;
  address: Address;
  codeHash?: Hex;
  nonce?: number;
  /** Wei. */
  balance?: bigint;
  /** Words by slot. */
  storage?: Record<Hex, bigint>;
}

/** What `eth_getProof` answers, without the proofs. */
interface Account {
  codeHash: Hex;
  nonce: Hex;
  balance: Hex;
  storageProof: { value: Hex }[];
}

/** Codes, nonces, balances, and the slots of the proxies. @param codes of the implementations */
export function accounts(
  inputs: GenesisFacts,
  wrappedBnbCode: Hex,
  codes: ReadonlyMap<ImplementedName, Hex>,
): Inquiry {
  const { l1, l2 } = inputs.spec;
  const expected: ExpectedAccount[] = [
    ...proxies(),
    ...[...codes].map(([name, code]) => ({
      what: `${name}'s implementation`,
      address: implementationOf(name),
      codeHash: keccak256(code),
    })),
    { what: "WrappedBNB", address: PREDEPLOYS.WrappedBNB, codeHash: keccak256(wrappedBnbCode) },
    ...CANONICAL.map(([what, address, codeHash]) => ({ what, address, codeHash, nonce: 1 })),
    { what: "BeaconBlockRoots' sender", address: BEACON_ROOTS_SENDER, nonce: 1 },
    ...l1.prefunded.map((address) => ({ what: address, address, balance: BigInt(l2.prefund), nonce: 0 })),
  ];
  return {
    questions: expected.map(({ address, storage = {} }) => ({
      method: "eth_getProof",
      params: [address, Object.keys(storage), GENESIS_BLOCK],
    })),
    compare: (answers) => expected.flatMap((account, i) => compareAccount(account, answers[i])),
  };
}

/** Every proxy has the one code, the one admin, and the implementation of its own number. */
function proxies(): ExpectedAccount[] {
  const codeHash = keccak256(artifactReader()("Proxy").deployedBytecode.object);
  return PREDEPLOY_NAMES.filter((name) => name !== "WrappedBNB").map((name) => {
    const implemented = IMPLEMENTED_NAMES.find((n) => n === name);
    return {
      what: `${name}'s proxy`,
      address: PREDEPLOYS[name],
      codeHash,
      storage: {
        [PROXY_ADMIN_SLOT]: BigInt(PREDEPLOYS.ProxyAdmin),
        [PROXY_IMPLEMENTATION_SLOT]: implemented ? BigInt(implementationOf(implemented)) : 0n,
      },
    };
  });
}

function compareAccount(account: ExpectedAccount, answer: unknown): Comparison[] {
  const { what, codeHash, nonce, balance, storage = {} } = account;
  if (answer instanceof Error) return [{ what, expected: "an account", actual: answer.message }];
  const actual = answer as Account;
  const stored = Object.values(storage).map((expected, i) => ({
    what: `word ${i} of ${what}`,
    expected,
    actual: BigInt(actual.storageProof[i]?.value ?? 0),
  }));
  const plain = [
    { what: `code hash of ${what}`, expected: codeHash, actual: actual.codeHash },
    { what: `nonce of ${what}`, expected: nonce, actual: Number(actual.nonce) },
    { what: `balance of ${what}`, expected: balance, actual: BigInt(actual.balance) },
  ];
  return [...plain.filter(({ expected }) => expected !== undefined), ...stored];
}

/** Precompiled contracts and those that may come: each has the wei that keeps it in the state. */
const PRECOMPILES = 256;

export const precompiles: Inquiry = {
  questions: Array.from({ length: PRECOMPILES }, (_, i) => ({
    method: "eth_getBalance",
    params: [toHex(i, { size: 20 }), GENESIS_BLOCK],
  })),
  compare: (answers) =>
    answers.map((actual, i) => ({
      what: `balance of precompile ${toHex(i)}`,
      expected: 1,
      actual: Number(actual),
    })),
};

/** Permit2 is mainnet's but for the chain that it names. */
export const permit2 = ({ spec }: GenesisFacts): Inquiry => ({
  questions: [{ method: "eth_getCode", params: [PERMIT2, GENESIS_BLOCK] }],
  compare: ([code]) => [
    {
      what: "code hash of Permit2 as on mainnet",
      expected: PERMIT2_MAINNET_HASH,
      actual: keccak256(asOnMainnet(code as Hex, spec.l2.chainId)),
    },
  ],
});
