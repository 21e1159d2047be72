import fs from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  erc20Abi,
  type Hex,
  http,
  parseEther,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { toSimpleAccount } from "../../client/index.ts";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { projectRoot } from "../../lib/root.ts";
import { SERVICES } from "../../spec/services.ts";

/**
 * Runs the program of docs/gas-in-tora.md as it stands there, for an account that gets TORA first.
 * @param payer the key of an account with TORA
 * @param owner a key that has no smart account yet
 * @returns what it printed, and what the receiver got in the smallest unit of TORA
 */
export async function runExample({ l2, contracts, services }: DevnetOutputs, payer: Hex, owner: Hex) {
  const chain = defineChain({
    id: l2.chainId,
    name: "Tensora",
    nativeCurrency: { name: "BNB", symbol: "BNB", decimals: 18 },
    rpcUrls: { default: { http: [l2.rpcUrl] } },
  });
  const client = createPublicClient({ chain, transport: http() });
  const { address } = await toSimpleAccount({ client, owner: privateKeyToAccount(owner) });
  const { ToraToken, ToraPaymaster } = contracts.l2 as Record<string, Hex>;
  const tora = { address: ToraToken as Hex, abi: erc20Abi } as const;
  const wallet = createWalletClient({ chain, transport: http(), account: privateKeyToAccount(payer) });
  const hash = await wallet.writeContract({
    ...tora,
    functionName: "transfer",
    args: [address, parseEther("100")],
  });
  await client.waitForTransactionReceipt({ hash });
  const to = privateKeyToAccount(`0x${"42".repeat(32)}`).address;
  const file = path.join(projectRoot(), ".tensora", "example.mts");
  await fs.writeFile(file, await program());
  const { stdout } = await execa(process.execPath, ["--import", "tsx", file], {
    cwd: projectRoot(),
    env: {
      RPC_URL: l2.rpcUrl,
      CHAIN_ID: String(l2.chainId),
      BUNDLER_URL: services.find(({ name }) => name === SERVICES.bundler.name)?.rpcUrl ?? "",
      TORA: ToraToken ?? "",
      PAYMASTER: ToraPaymaster ?? "",
      OWNER_KEY: owner,
      TO: to,
    },
  });
  await fs.rm(file);
  const got = await client.readContract({ ...tora, functionName: "balanceOf", args: [to] });
  return { stdout, got, coins: await client.getBalance({ address }) };
}

/** The first program of the page. */
async function program(): Promise<string> {
  const page = await fs.readFile(path.join(projectRoot(), "docs", "gas-in-tora.md"), "utf8");
  const found = /```ts\n([\s\S]*?)```/.exec(page)?.[1];
  if (found === undefined) throw new Error("the page has no program");
  return found;
}
