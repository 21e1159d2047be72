import { type Address, concat, createPublicClient, http, recoverTypedDataAddress } from "viem";
import { entryPoint08Address, getUserOperationTypedData, type UserOperation } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plainL2Chain } from "../chain/chains.ts";
import { startDevL1 } from "../steps/deploy/testing/dev-l1.ts";
import { testAddress, testKey } from "../steps/deploy/testing/inputs.ts";
import { SIMPLE_ACCOUNT_FACTORY, toSimpleAccount } from "./simple-account.ts";

const owner = privateKeyToAccount(testKey("an owner"));
const ACCOUNT: Address = testAddress("an account of the owner's");
/** In the place of the factory: says where the account is, whatever it is asked. */
const FACTORY = {
  address: SIMPLE_ACCOUNT_FACTORY,
  code: concat(["0x73", ACCOUNT, "0x5f5260205ff3"]),
};

let chain: Awaited<ReturnType<typeof startDevL1>>;
beforeAll(async () => {
  chain = await startDevL1([owner.address], 30_000_000, [FACTORY]);
});
afterAll(() => chain?.stop());

async function made() {
  const endpoint = { rpcUrl: chain.rpcUrl, chainId: chain.chainId };
  const client = createPublicClient({ chain: plainL2Chain(endpoint), transport: http(endpoint.rpcUrl) });
  return toSimpleAccount({ client, owner });
}

const OPERATION: UserOperation<"0.8"> = {
  sender: ACCOUNT,
  nonce: 0n,
  callData: "0x",
  callGasLimit: 1n,
  verificationGasLimit: 1n,
  preVerificationGas: 1n,
  maxFeePerGas: 1n,
  maxPriorityFeePerGas: 1n,
  signature: "0x",
};
const typedOf = (chainId: number) =>
  getUserOperationTypedData({
    chainId,
    entryPointAddress: entryPoint08Address,
    userOperation: OPERATION,
  });

test("what a dApp hands it to sign gets neither the owner's signature nor an operation's", async () => {
  const account = await made();
  const permit = {
    domain: { name: "Tensora", version: "1", chainId: chain.chainId, verifyingContract: ACCOUNT },
    types: { Permit: [{ name: "owner", type: "address" }] },
    primaryType: "Permit",
    message: { owner: owner.address },
  } as const;
  const refusal = "a SimpleAccount signs operations alone";
  await expect(account.signMessage({ message: "hello" })).rejects.toThrow(refusal);
  await expect(account.signTypedData(permit)).rejects.toThrow(refusal);
  await expect(account.signTypedData(typedOf(chain.chainId) as never)).rejects.toThrow(refusal);
});

test("an operation is signed by the owner, for this account, the EntryPoint and the chain", async () => {
  const account = await made();
  const { sender: _, ...operation } = OPERATION;
  const signature = await account.signUserOperation(operation);
  expect(await recoverTypedDataAddress({ ...typedOf(chain.chainId), signature } as never)).toBe(
    owner.address,
  );
  expect(await recoverTypedDataAddress({ ...typedOf(1), signature } as never)).not.toBe(owner.address);
});
