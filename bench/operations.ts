import { type Address, createPublicClient, encodeFunctionData, erc20Abi, http, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { toSimpleAccount, type ToraPaymasterClient, toraPaymasterClient } from "../client/index.ts";
import type { Devnet } from "../config/index.ts";
import { readStack, STACK_TYPE } from "../engine/index.ts";
import { plainL2Chain } from "../chain/chains.ts";
import { l2Wallet } from "../chain/clients.ts";
import { TensoraError } from "../lib/errors.ts";
import { SERVICES } from "../spec/services.ts";
import { against, type BenchLine, type BenchRun, line } from "./line.ts";
import { l2Url, serviceUrl, STACK } from "./stack.ts";

/** Accounts that send one operation after the other; as many new ones as a mempool takes at once. */
const ACCOUNTS = 10;
/** Seconds that operations are sent for. */
const TIME = 60;
const FUNDS = parseEther("10000");

/** Operations paid in TORA that the bundler and the chain keep up with, how long each takes, and what it costs beside a plain transfer. */
export async function measureOperations({ spec, keys }: Devnet, run: BenchRun): Promise<BenchLine[]> {
  const endpoint = {
    rpcUrl: l2Url(spec),
    chainId: spec.l2.chainId,
  };
  const client = createPublicClient({
    chain: plainL2Chain(endpoint),
    transport: http(),
    pollingInterval: 200,
  });
  const { tora, paymaster } = await contracts(run);
  const user = l2Wallet(keys.user, endpoint);
  const bundlerUrl = serviceUrl(spec, SERVICES.bundler.name, "rpc");
  const senders = await Promise.all(
    Array.from({ length: ACCOUNTS }, async () => {
      const account = await toSimpleAccount({ client, owner: privateKeyToAccount(generatePrivateKey()) });
      return {
        address: account.address,
        client: toraPaymasterClient({ client, account, bundlerUrl, paymaster }),
      };
    }),
  );
  let raw = 0n;
  for (const { address } of senders) {
    const args = [address, FUNDS] as const;
    const hash = await user.writeContract({ address: tora, abi: erc20Abi, functionName: "transfer", args });
    raw = (await client.waitForTransactionReceipt({ hash })).gasUsed;
  }
  const data = encodeFunctionData({
    abi: erc20Abi,
    functionName: "transfer",
    args: [user.account.address, 1n],
  });
  const send = (one: ToraPaymasterClient) => sendOne(one, [{ to: tora, data }]);
  // The first one of each deploys its account.
  await Promise.all(senders.map((sender) => send(sender.client)));
  const { times, gas } = await sustained(
    senders.map((sender) => () => send(sender.client)),
    run,
  );
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return [
    line("user operations", sorted.length / TIME, "1/s"),
    line("user operation, send to receipt, p50", at(0.5), "s"),
    line("user operation, send to receipt, p95", at(0.95), "s"),
    against(line("a transfer of TORA paid in TORA", Number(gas), "gas"), Number(raw)),
  ];
}

/** Every lane sends again as soon as its last operation is in a block. @returns the times of those that were in time */
async function sustained(lanes: readonly (() => Promise<Sent>)[], { signal }: BenchRun) {
  const end = performance.now() + TIME * 1000;
  const times: number[] = [];
  let gas = 0n;
  const lane = async (send: () => Promise<Sent>) => {
    while (performance.now() < end) {
      signal.throwIfAborted();
      const sent = await send();
      gas = sent.gas;
      if (performance.now() < end) times.push(sent.seconds);
    }
  };
  await Promise.all(lanes.map(lane));
  return { times, gas };
}

interface Sent {
  seconds: number;
  gas: bigint;
}

async function sendOne(
  client: ToraPaymasterClient,
  calls: Parameters<ToraPaymasterClient["quote"]>[0],
): Promise<Sent> {
  const quote = await client.quote(calls);
  const began = performance.now();
  const { success, actualGasUsed } = await client.wait(await client.sendQuoted(quote, quote.most * 2n));
  if (!success) throw new TensoraError("a user operation failed");
  return { seconds: (performance.now() - began) / 1000, gas: actualGasUsed };
}

async function contracts({ root }: BenchRun): Promise<{ tora: Address; paymaster: Address }> {
  const { resources } = await readStack(root, STACK);
  const outputs = resources.find(({ type }) => type === STACK_TYPE)?.outputs as
    | { contracts: { l2: Record<string, Address> } }
    | undefined;
  const { ToraToken: tora, ToraPaymaster: paymaster } = outputs?.contracts.l2 ?? {};
  if (!tora || !paymaster) throw new TensoraError("the stack has no protocol", { where: STACK });
  return { tora, paymaster };
}
