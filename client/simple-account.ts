import {
  type Address,
  type Chain,
  type Client,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  type LocalAccount,
  type Transport,
  zeroHash,
} from "viem";
import { readContract } from "viem/actions";
import {
  entryPoint08Abi,
  entryPoint08Address,
  getUserOperationTypedData,
  type SmartAccount,
  toSmartAccount,
} from "viem/account-abstraction";
import { simpleAccountAbi } from "../chain/abi/SimpleAccount.ts";
import { simpleAccountFactoryAbi } from "../chain/abi/SimpleAccountFactory.ts";

/**
 * eth-infinitism's factory of SimpleAccount 0.8, where it is on every chain: made by the deterministic deployer with
 * salt 0.
 */
export const SIMPLE_ACCOUNT_FACTORY: Address = "0x13E9ed32155810FDbd067D4522C492D6f68E5944";

export interface SimpleAccountOptions {
  client: Client<Transport, Chain, undefined>;
  /** Whose signature the account obeys. */
  owner: LocalAccount;
  /** Tells several accounts of one owner apart; 0 by default. */
  salt?: bigint;
  factory?: Address;
}

/** A signature of the right length, for estimates. */
const STUB: Hex = `0x${"f".repeat(31)}${"0".repeat(33)}7${"a".repeat(63)}1c`;

/**
 * A SimpleAccount has no ERC-1271: the owner's signature would not be the account's, and could be the owner's own for
 * something else (a permit of its tokens), or an operation of this account.
 */
async function unsigned(): Promise<never> {
  throw new Error(
    "a SimpleAccount signs operations alone: it has no signature that contracts or dApps could check",
  );
}

/** Where an owner's smart account is, or will be: what the factory says, which must be on the chain. */
export const simpleAccountAddress = (
  client: SimpleAccountOptions["client"],
  owner: Address,
  { salt = 0n, factory = SIMPLE_ACCOUNT_FACTORY }: Pick<SimpleAccountOptions, "salt" | "factory"> = {},
): Promise<Address> =>
  readContract(client, {
    address: factory,
    abi: simpleAccountFactoryAbi,
    functionName: "getAddress",
    args: [owner, salt],
  });

/** A smart account of one owner that its first operation deploys. It signs operations, and refuses everything else. */
export async function toSimpleAccount({
  client,
  owner,
  salt = 0n,
  factory = SIMPLE_ACCOUNT_FACTORY,
}: SimpleAccountOptions): Promise<SmartAccount> {
  const entryPoint = { abi: entryPoint08Abi, address: entryPoint08Address, version: "0.8" } as const;
  const address = await simpleAccountAddress(client, owner.address, { salt, factory });
  const account = await toSmartAccount({
    client,
    entryPoint,
    getAddress: async () => address,
    getFactoryArgs: async () => ({
      factory,
      factoryData: encodeFunctionData({
        abi: simpleAccountFactoryAbi,
        functionName: "createAccount",
        args: [owner.address, salt],
      }),
    }),
    async encodeCalls(calls) {
      const plain = calls.map(({ to, value = 0n, data = "0x" }) => ({ target: to, value, data }) as const);
      const [only] = plain;
      if (plain.length === 1 && only) {
        const args = [only.target, only.value, only.data] as const;
        return encodeFunctionData({ abi: simpleAccountAbi, functionName: "execute", args });
      }
      return encodeFunctionData({ abi: simpleAccountAbi, functionName: "executeBatch", args: [plain] });
    },
    getStubSignature: async () => STUB,
    signMessage: unsigned,
    signTypedData: unsigned,
    async signUserOperation({ chainId = client.chain.id, ...operation }) {
      const userOperation = { ...operation, sender: address };
      return owner.signTypedData(
        getUserOperationTypedData({ chainId, entryPointAddress: entryPoint.address, userOperation }),
      );
    },
  });
  return account as SmartAccount;
}

/** What the deterministic deployer is sent to make the factory. @param creation the published factory's creation code */
export function factoryCreation(creation: Hex): { data: Hex; address: Address } {
  const args = [entryPoint08Address] as const;
  const bytecode = encodeDeployData({ abi: simpleAccountFactoryAbi, bytecode: creation, args });
  const from = "0x4e59b44847b379578588920cA78FbF26c0B4956C";
  const address = getContractAddress({ opcode: "CREATE2", from, salt: zeroHash, bytecode });
  return { data: `${zeroHash}${bytecode.slice(2)}`, address };
}
