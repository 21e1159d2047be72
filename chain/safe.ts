import {
  type Address,
  concat,
  encodeFunctionData,
  type Hex,
  type PrivateKeyAccount,
  parseEventLogs,
  type TransactionReceipt,
  zeroAddress,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { gnosisSafeAbi } from "./abi/GnosisSafe.ts";
import { TensoraError } from "../lib/errors.ts";
import { type ChainEndpoint, l1Chain } from "./chains.ts";
import { l1Client, wallet } from "./clients.ts";

/** What a Safe's owners sign, by EIP-712. */
const SAFE_TRANSACTION = {
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

export interface SafeCall {
  safe: Address;
  to: Address;
  data: Hex;
  /** Wei; 0 by default. */
  value?: bigint;
}

/** A plain call without refund of gas; the Safe's nonce is added when it is signed. */
const plainCall = ({ to, data, value = 0n }: SafeCall) => ({
  to,
  value,
  data,
  operation: 0,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: zeroAddress,
  refundReceiver: zeroAddress,
});

/** The owners' signatures of a call, one after the other in ascending order of the owners, as a Safe wants them. */
export async function signSafeCall(
  call: SafeCall,
  chainId: number,
  nonce: bigint,
  owners: readonly PrivateKeyAccount[],
): Promise<Hex> {
  const ascending = owners.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const signatures = ascending.map((owner) =>
    owner.signTypedData({
      domain: { chainId, verifyingContract: call.safe },
      types: SAFE_TRANSACTION,
      primaryType: "SafeTx",
      message: { ...plainCall(call), nonce },
    }),
  );
  return concat(await Promise.all(signatures));
}

/**
 * Calls a contract as the Safe, signed by the given owners; the first of `ownerKeys`, or `payerKey`, pays the gas.
 * @throws TensoraError when the owners are too few, or the call reverts
 */
export async function executeBySafe(
  l1: ChainEndpoint,
  call: SafeCall,
  ownerKeys: readonly Hex[],
  payerKey: Hex | undefined = ownerKeys[0],
): Promise<TransactionReceipt> {
  const client = l1Client(l1);
  const safe = { address: call.safe, abi: gnosisSafeAbi } as const;
  const [threshold, nonce] = await Promise.all([
    client.readContract({ ...safe, functionName: "getThreshold" }),
    client.readContract({ ...safe, functionName: "nonce" }),
  ]);
  if (payerKey === undefined || BigInt(ownerKeys.length) < threshold) {
    throw new TensoraError(`the Safe wants ${threshold} owners' signatures, and has ${ownerKeys.length}`, {
      where: call.safe,
    });
  }
  const signers = ownerKeys.slice(0, Number(threshold)).map((key) => privateKeyToAccount(key));
  const { to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver } =
    plainCall(call);
  const signatures = await signSafeCall(call, l1.chainId, nonce, signers);
  const encoded = encodeFunctionData({
    abi: gnosisSafeAbi,
    functionName: "execTransaction",
    args: [to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, signatures],
  });
  const hash = await wallet(payerKey, l1Chain(l1)).sendTransaction({ to: call.safe, data: encoded });
  const receipt = await client.waitForTransactionReceipt({ hash, timeout: 60_000 });
  const done = parseEventLogs({ abi: gnosisSafeAbi, eventName: "ExecutionSuccess", logs: receipt.logs });
  if (receipt.status !== "success" || done.length === 0) {
    throw new TensoraError("the Safe's call was mined, but failed", { where: `L1 transaction ${hash}` });
  }
  return receipt;
}
