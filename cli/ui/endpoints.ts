import type { DevnetOutputs } from "../../components/outputs.ts";
import { faint, strong } from "./colours.ts";
import { columns } from "./table.ts";

/** The coin of both layers. */
const CURRENCY = "BNB";

/** Where the stack is reached, a network to paste into a wallet, and a first line for `cast`. */
export function endpointLines({ stack, l1, l2, services }: DevnetOutputs): string[] {
  const name = stack === "local" ? "Tensora" : `Tensora ${stack}`;
  const endpoints = [
    ["L2 RPC", l2.rpcUrl, `chain ${l2.chainId}, a block every ${l2.blockTime} s`],
    ["L2 WebSocket", l2.wsUrl, ""],
    ["L2 rollup RPC", l2.rollupRpcUrl, "op-node"],
    ["L1 RPC", l1.rpcUrl, `chain ${l1.chainId}, a block every ${l1.blockTime} s`],
    ...watchers(services),
  ] as const;
  const network = [
    ["Network name", name],
    ["RPC URL", l2.rpcUrl],
    ["Chain ID", String(l2.chainId)],
    ["Currency symbol", CURRENCY],
  ] as const;
  return [
    strong("Endpoints"),
    ...columns(endpoints.map(([what, url, detail]) => [what, url, faint(detail)])),
    "",
    strong("Network for a wallet"),
    ...columns(network),
    "",
    strong("Try"),
    `  cast block-number --rpc-url ${l2.rpcUrl}`,
  ];
}

/** Pages that show the stack. */
const watchers = (services: DevnetOutputs["services"]) =>
  services.flatMap(({ name, pageUrl }) => (pageUrl === undefined ? [] : [[name, pageUrl, ""] as const]));
