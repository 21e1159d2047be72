import { useState } from "preact/hooks";
import type { StackInfo } from "../../state.ts";
import { Copy } from "../parts.tsx";

/** Where the stack is reached, and on a local stack the network for a wallet. */
export function EndpointsPanel({ endpoints, network }: Pick<StackInfo, "endpoints" | "network">) {
  return (
    <section id="endpoints" aria-labelledby="endpoints-title">
      <header>
        <h2 id="endpoints-title">Endpoints</h2>
      </header>
      <Values rows={endpoints.map(({ name, url, detail }) => ({ name, value: url, detail }))} />
      {network && <Network network={network} />}
    </section>
  );
}

function Values({ rows }: { rows: { name: string; value: string; detail?: string }[] }) {
  return (
    <dl class="values">
      {rows.map(({ name, value, detail }) => (
        <div key={name}>
          <dt>
            {name} {detail && <span class="quiet">{detail}</span>}
          </dt>
          <dd>
            <code>{value}</code> <Copy value={value} what={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What a wallet in the browser offers to pages (EIP-1193). */
interface Wallet {
  request(call: { method: string; params: unknown[] }): Promise<unknown>;
}
declare global {
  interface Window {
    ethereum?: Wallet;
  }
}

/** The network as a wallet takes it: by its own question (EIP-3085), or by hand. */
function Network({ network }: { network: NonNullable<StackInfo["network"]> }) {
  const [said, say] = useState("");
  const { name, rpcUrl, chainId, currency } = network;
  const add = async () => {
    if (!window.ethereum) return say("This browser has no wallet. Enter the values by hand.");
    const coin = { name: currency, symbol: currency, decimals: 18 };
    const chain = {
      chainId: `0x${chainId.toString(16)}`,
      chainName: name,
      rpcUrls: [rpcUrl],
      nativeCurrency: coin,
    };
    try {
      await window.ethereum.request({ method: "wallet_addEthereumChain", params: [chain] });
      say("The wallet has the network.");
    } catch (error) {
      say(`The wallet refused: ${(error as Error).message}`);
    }
  };
  const rows = [
    { name: "Network name", value: name },
    { name: "RPC URL", value: rpcUrl },
    { name: "Chain ID", value: String(chainId) },
    { name: "Currency symbol", value: currency },
  ];
  return (
    <>
      <h3>Network for a wallet</h3>
      <Values rows={rows} />
      <p>
        <button type="button" onClick={add}>
          Add network to wallet
        </button>{" "}
        <span role="status">{said}</span>
      </p>
    </>
  );
}
