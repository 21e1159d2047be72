import { parseAbi, parseEther } from "viem";
import type { Devnet } from "../config/index.ts";
import { CANONICAL_MULTICALL3 } from "../chain/chains.ts";
import { l2Client, l2Wallet } from "../chain/clients.ts";
import type { BenchRun } from "./line.ts";
import type { Load } from "./load.ts";
import { l2Url } from "./stack.ts";
import { sustainedTransfers } from "./transfers.ts";

const MULTICALL3 = parseAbi([
  "struct Call { address target; bool allowFailure; uint256 value; bytes callData; }",
  "struct Result { bool success; bytes returnData; }",
  "function aggregate3Value(Call[] calls) payable returns (Result[])",
]);
/** What a sender needs for its transfers and their fees. */
const FUNDS = parseEther("2");
/** Every block of a rollup begins with a deposit: the attributes of its L1 origin. */
const DEPOSITS = 1;

/** Transfers a second of the whole rollup through its sequencer's RPC, while batches are posted and a replica derives. */
export async function measureRollup({ spec, keys }: Devnet, load: Load, run: BenchRun): Promise<number> {
  const rpcUrl = l2Url(spec);
  const endpoint = { rpcUrl, chainId: spec.l2.chainId };
  const calls = load.senders.map((target) => ({
    target,
    allowFailure: false,
    value: FUNDS,
    callData: "0x" as const,
  }));
  const hash = await l2Wallet(keys.user, endpoint).writeContract({
    address: CANONICAL_MULTICALL3,
    abi: MULTICALL3,
    functionName: "aggregate3Value",
    args: [calls],
    value: FUNDS * BigInt(calls.length),
  });
  await l2Client(endpoint).waitForTransactionReceipt({ hash, timeout: 30_000 });
  return await sustainedTransfers(rpcUrl, load, DEPOSITS, run);
}
