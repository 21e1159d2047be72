import { type Chain, createPublicClient, createWalletClient, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { getTransactionCount, sendTransaction, writeContract } from "viem/actions";
import { publicActionsL1, publicActionsL2, walletActionsL1, walletActionsL2 } from "viem/op-stack";
import type { SettlementAddresses } from "../spec/contracts.ts";
import { requestOf, shownUrl, urlHider } from "../lib/secret-url.ts";
import { type ChainEndpoint, l1Chain, l2Chain, plainL2Chain, urlOf } from "./chains.ts";
import { withNonce } from "./nonces.ts";

/** Milliseconds between two looks of viem's own waits: local blocks come every second. */
const POLL = 100;
/** Milliseconds until a request has failed. */
const TIMEOUT = 15_000;

/**
 * viem prints a transport's URL in its errors, and what a server says that refuses a request. So it is told scheme and
 * host only, and the rest is known to what sends the requests.
 */
const transport = (chain: Chain) => {
  const url = urlOf(chain);
  return http(shownUrl(url), { timeout: TIMEOUT, retryCount: 2, retryDelay: 100, fetchFn: fetchFrom(url) });
};

function fetchFrom(url: string): typeof fetch {
  const to = requestOf(url);
  const hide = urlHider([url]);
  return async (_shown, init) => {
    const headers = { ...(init?.headers as Record<string, string>), ...to.headers };
    const response = await fetch(to.url, { ...init, headers });
    if (response.ok) return response;
    const { status, statusText } = response;
    return new Response(hide(await response.text()), { status, statusText, headers: response.headers });
  };
}

const reader = <C extends Chain>(chain: C) =>
  createPublicClient({ chain, transport: transport(chain), pollingInterval: POLL, cacheTime: 0 });

/** Reads L1, with the OP Stack's L1 actions. @param settlement lets it batch reads by Multicall3 */
export const l1Client = (l1: ChainEndpoint, settlement?: Pick<SettlementAddresses, "Multicall3">) =>
  reader(l1Chain(l1, settlement)).extend(publicActionsL1());

/** Reads L2, with the OP Stack's L2 actions; `bridge` is needed for deposits and withdrawals only. */
export const l2Client = (
  l2: ChainEndpoint,
  bridge?: { l1: Pick<ChainEndpoint, "chainId">; settlement: SettlementAddresses },
) => reader(bridge ? l2Chain(l2, bridge.l1, bridge.settlement) : plainL2Chain(l2)).extend(publicActionsL2());

/**
 * Signs and sends with one key. Wallets of the same key and URL share their nonces within this process, so that steps
 * that run at the same time don't take each other's.
 */
export function wallet(key: Hex, chain: Chain) {
  const account = privateKeyToAccount(key);
  const client = createWalletClient({
    account,
    chain,
    transport: transport(chain),
    pollingInterval: POLL,
  });
  const { address } = account;
  // By URL and not only by chain id: two stacks of one process may use the same chain id.
  const line = `${urlOf(chain)} ${chain.id} ${address}`;
  const pending = () => getTransactionCount(client, { address, blockTag: "pending" });
  const inTurn: typeof client.sendTransaction = (transaction) =>
    withNonce(line, pending, (nonce) => sendTransaction(client, { ...transaction, nonce } as never));
  // All else that sends does it by way of the former, where the client has it.
  const sending = { ...client, sendTransaction: inTurn };
  return client.extend(() => ({
    sendTransaction: inTurn,
    writeContract: (call) => writeContract(sending, call as never),
  }));
}

/** A wallet on L1 that can deposit, prove and finalise. */
export const l1Wallet = (key: Hex, l1: ChainEndpoint) => wallet(key, l1Chain(l1)).extend(walletActionsL1());

/** A wallet on L2 that can initiate withdrawals. */
export const l2Wallet = (key: Hex, l2: ChainEndpoint) =>
  wallet(key, plainL2Chain(l2)).extend(walletActionsL2());

export type L1Client = ReturnType<typeof l1Client>;
export type L2Client = ReturnType<typeof l2Client>;
