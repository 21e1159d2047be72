import { createHmac } from "node:crypto";
import fs from "node:fs";
import { type Hex, pad, toHex } from "viem";
import { rpc } from "../../lib/rpc.ts";

interface Head {
  hash: Hex;
  number: Hex;
  timestamp: Hex;
  gasLimit: Hex;
  extraData: Hex;
  transactions: readonly Hex[];
}
interface Payload {
  executionPayload: Record<string, unknown> & { blockHash: Hex };
  parentBeaconBlockRoot: Hex;
  executionRequests?: Hex[];
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64url");

/** A token of the engine API: https://github.com/ethereum/execution-apis/blob/main/src/engine/authentication.md */
function tokenOf(secretFile: string): string {
  const secret = Buffer.from(fs.readFileSync(secretFile, "utf8").trim().replace(/^0x/, ""), "hex");
  const head = base64(JSON.stringify({ alg: "HS256", typ: "JWT" }));
  const claims = base64(JSON.stringify({ iat: Math.floor(Date.now() / 1000) }));
  const signature = createHmac("sha256", secret).update(`${head}.${claims}`).digest();
  return `${head}.${claims}.${base64(signature)}`;
}

/**
 * Has an op-geth make a block of its own upon its head, without any transaction of a user, as an op-node gone wrong would.
 * @param engine URL of the engine API @param secretFile of its JWT
 */
export async function ownBlock(rpcUrl: string, engine: string, secretFile: string): Promise<void> {
  const head = await rpc<Head>(rpcUrl, "eth_getBlockByNumber", ["latest", false]);
  // A block of L2 begins with what L1's attributes were: here with its parent's.
  const attributesOfL1 = await rpc<Hex>(rpcUrl, "debug_getRawTransaction", [head.transactions[0]]);
  const call = async <T>(method: string, ...params: unknown[]): Promise<T> => {
    const response = await fetch(engine, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${tokenOf(secretFile)}` },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as {
      result: T;
      error?: { message: string; data?: { err?: string } };
    };
    if (error) throw new Error(`${method}: ${error.message} ${error.data?.err ?? ""}`);
    return result;
  };
  const fork = (headBlockHash: Hex) => ({
    headBlockHash,
    safeBlockHash: pad("0x"),
    finalizedBlockHash: pad("0x"),
  });
  // Holocene's two parameters are in bytes 1 to 8 of the extra data, Jovian's least base fee in 9 to 16.
  const extra = head.extraData.slice(2);
  const attributes = {
    timestamp: toHex(BigInt(head.timestamp) + 1n),
    prevRandao: pad("0x01"),
    suggestedFeeRecipient: pad("0x02", { size: 20 }),
    withdrawals: [],
    parentBeaconBlockRoot: pad("0x03"),
    transactions: [attributesOfL1],
    noTxPool: true,
    gasLimit: head.gasLimit,
    eip1559Params: `0x${extra.slice(2, 18)}`,
    ...(extra.length > 18 ? { minBaseFee: Number(`0x${extra.slice(18, 34)}`) } : {}),
  };
  const { payloadId } = await call<{ payloadId: Hex }>(
    "engine_forkchoiceUpdatedV3",
    fork(head.hash),
    attributes,
  );
  const made = await call<Payload>("engine_getPayloadV4", payloadId);
  const { executionPayload, parentBeaconBlockRoot, executionRequests = [] } = made;
  await call("engine_newPayloadV4", executionPayload, [], parentBeaconBlockRoot, executionRequests);
  await call("engine_forkchoiceUpdatedV3", fork(executionPayload.blockHash), null);
}
