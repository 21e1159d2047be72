import {
  type Address,
  concat,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  pad,
  parseAbi,
  parseEther,
  toHex,
} from "viem";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { developmentAccount } from "../../config/dev-accounts.ts";
import { toraPaymasterAbi } from "../../chain/abi/ToraPaymaster.ts";
import { l1Chain, plainL2Chain } from "../../chain/chains.ts";
import { l1Client, l2Client, wallet } from "../../chain/clients.ts";
import { executeBySafe } from "../../chain/safe.ts";
import { create, transact } from "../../chain/transact.ts";
import { rpc } from "../../lib/rpc.ts";

const context = { signal: new AbortController().signal };
const PROXY_ADMIN = parseAbi([
  "function upgrade(address proxy, address implementation)",
  "function getProxyImplementation(address proxy) view returns (address)",
]);
/** The creation code of a contract that calls the address in the first word of what it is sent with the rest of it. */
const CALLER: Hex = "0x601a600c600039601a6000f3602036038060205f375f5f825f5f5f355af16018575f5ffd5b00";

/** L1 takes blocks back, as a chain does whose validators have followed another fork. @param depth in blocks */
export async function reorgL1({ l1 }: DevnetOutputs, depth: number): Promise<void> {
  const head = Number(await rpc<Hex>(l1.rpcUrl, "eth_blockNumber"));
  await rpc(l1.rpcUrl, "debug_setHead", [toHex(head - depth)]);
}

/**
 * The bridge on L1 is robbed of TORA: its owners put a contract in its place that does whatever it is told.
 * @returns what puts both back
 */
export async function robBridge(
  { l1, contracts }: DevnetOutputs,
  amount: bigint,
): Promise<() => Promise<void>> {
  const client = l1Client(l1);
  const { L1StandardBridge: bridge, ProxyAdmin, Safe, WTORA } = contracts.l1 as Record<string, Address>;
  if (!bridge || !ProxyAdmin || !Safe || !WTORA) throw new TypeError("the stack has no bridge of TORA");
  const owners = (["safeOwner1", "safeOwner2"] as const).map((role) => developmentAccount(role).key);
  const user = developmentAccount("user");
  const thief = wallet(user.key, l1Chain(l1));
  const admin = { address: ProxyAdmin, abi: PROXY_ADMIN } as const;
  const honest = await client.readContract({
    ...admin,
    functionName: "getProxyImplementation",
    args: [bridge],
  });
  const put = (implementation: Address) => {
    const data = encodeFunctionData({
      abi: PROXY_ADMIN,
      functionName: "upgrade",
      args: [bridge, implementation],
    });
    return executeBySafe(l1, { safe: Safe, to: ProxyAdmin, data }, owners);
  };
  const transfer = (to: Address) =>
    encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
  await put(await create(client, thief, CALLER, "the thief's contract", context));
  const order = concat([pad(WTORA), transfer(user.address)]);
  await transact(client, thief, { to: bridge, data: order }, "the theft", context);
  return async () => {
    await transact(client, thief, { to: WTORA, data: transfer(bridge) }, "the return", context);
    await put(honest);
  };
}

/** The paymaster's deposit is all but used up. Its keeper must not run, else it is filled up at once. */
export async function emptyPaymaster({ l2, contracts }: DevnetOutputs): Promise<void> {
  const client = l2Client(l2);
  const operator = developmentAccount("operator");
  const paymaster = (contracts.l2 as Record<string, Address>).ToraPaymaster as Address;
  const read = { address: paymaster, abi: toraPaymasterAbi, functionName: "depositBalance" } as const;
  const deposit = await client.readContract(read);
  const data = encodeFunctionData({
    abi: toraPaymasterAbi,
    functionName: "withdrawDeposit",
    args: [operator.address, deposit - parseEther("0.5")],
  });
  const sender = wallet(operator.key, plainL2Chain(l2));
  await transact(client, sender, { to: paymaster, data }, "the withdrawal of the deposit", context);
}
