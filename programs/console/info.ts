import { shownUrl } from "../../lib/secret-url.ts";
import type { PanelName, StackInfo } from "./state.ts";
import type { Settings } from "./settings.ts";

/** What the page is told once. A URL of a chain that is somebody else's may hold a key: only where it leads is shown. */
export function infoOf(settings: Settings, panels: PanelName[], faucet: boolean): StackInfo {
  const { stack, local, l1, l2, contracts, services } = settings;
  return {
    stack,
    local,
    panels,
    faucet,
    tora: "ToraToken" in contracts.l2,
    chains: {
      l1: { chainId: l1.chainId, blockTime: l1.blockTime },
      l2: { chainId: l2.chainId, blockTime: l2.blockTime },
    },
    endpoints: [
      { name: "L2 RPC", url: l2.rpcUrl, detail: `chain ${l2.chainId}` },
      { name: "L2 WebSocket", url: l2.wsUrl, detail: `chain ${l2.chainId}` },
      { name: "L2 rollup RPC", url: l2.rollupRpcUrl, detail: "op-node" },
      { name: "L1 RPC", url: shownUrl(l1.rpcUrl), detail: `chain ${l1.chainId}` },
      ...services
        .filter(
          ({ rpcUrl }) => rpcUrl !== undefined && ![l1.rpcUrl, l2.rpcUrl, l2.rollupRpcUrl].includes(rpcUrl),
        )
        .map(({ name, rpcUrl = "" }) => ({ name, url: rpcUrl, detail: "RPC" })),
    ],
    ...(local ? { network: networkOf(settings) } : {}),
    services: services.map(({ name, role, program, handle, rpcUrl, metricsUrl }) => ({
      name,
      role,
      program,
      runtime: handle.runtime,
      ...(rpcUrl === undefined ? {} : { rpcUrl }),
      ...(metricsUrl === undefined ? {} : { metricsUrl }),
    })),
  };
}

/** The same words as `./tensora up` has for a wallet. */
const networkOf = ({ stack, l2 }: Settings) => ({
  name: stack === "local" ? "Tensora" : `Tensora ${stack}`,
  rpcUrl: l2.rpcUrl,
  chainId: l2.chainId,
  currency: "BNB",
});
