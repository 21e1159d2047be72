import { useEffect, useReducer, useState } from "preact/hooks";
import type { PanelName, StackInfo } from "../state.ts";
import { AlertsPanel } from "./panels/alerts.tsx";
import { BatchesPanel } from "./panels/batches.tsx";
import { EndpointsPanel } from "./panels/endpoints.tsx";
import { FaucetPanel } from "./panels/faucet.tsx";
import { GasPanel } from "./panels/gas.tsx";
import { HeadsPanel } from "./panels/heads.tsx";
import { LogsPanel } from "./panels/logs.tsx";
import { OutputsPanel, WithdrawalsPanel } from "./panels/settlement.tsx";
import { SubnetsPanel } from "./panels/subnets.tsx";
import { TopologyPanel } from "./panels/topology.tsx";
import { type Link, NOTHING, reduce } from "./store.ts";
import { follow } from "./stream.ts";

/** Milliseconds until the stack's facts are asked for again. */
const PAUSE = 1000;

export function App() {
  const [state, tell] = useReducer(reduce, NOTHING);
  const info = useInfo();
  const [chosen, setChosen] = useState<string>();
  useEffect(() => follow(tell), []);
  const choose = (service: string) => setChosen(service === "" || service === chosen ? undefined : service);
  const { panels, samples, link } = state;
  const has = (name: PanelName) => info?.panels.includes(name);
  return (
    <>
      <a class="skip" href="#main">
        skip to the stack
      </a>
      <Bar info={info} link={link} />
      <main id="main" tabIndex={-1} aria-busy={info === undefined}>
        {info === undefined ? (
          <p class="quiet">loading the stack…</p>
        ) : (
          <>
            <TopologyPanel services={info.services} panel={panels.health} chosen={chosen} choose={choose} />
            <HeadsPanel panel={panels.heads} samples={samples} />
            {has("alerts") && <AlertsPanel panel={panels.alerts} />}
            <BatchesPanel panel={panels.batches} />
            {has("outputs") && <OutputsPanel panel={panels.outputs} />}
            {has("withdrawals") && <WithdrawalsPanel panel={panels.withdrawals} />}
            {has("gas") && <GasPanel panel={panels.gas} />}
            <EndpointsPanel endpoints={info.endpoints} {...(info.network ? { network: info.network } : {})} />
            {info.faucet && <FaucetPanel tora={info.tora} />}
            {has("subnets") && <SubnetsPanel panel={panels.subnets} />}
            <LogsPanel services={info.services.map(({ name }) => name)} chosen={chosen} choose={choose} />
          </>
        )}
      </main>
    </>
  );
}

const LINKS: Readonly<Record<Link, string>> = {
  connecting: "connecting…",
  live: "live",
  lost: "connection lost, reconnecting; the values shown are old",
};

function Bar({ info, link }: { info: StackInfo | undefined; link: Link }) {
  return (
    <header class="bar">
      <h1>Tensora {info?.stack}</h1>
      {info && (
        <p class="quiet">
          L2 chain {info.chains.l2.chainId}, a block every {info.chains.l2.blockTime} s; L1 chain{" "}
          {info.chains.l1.chainId}
        </p>
      )}
      <p role="status" class="link" data-link={link}>
        {LINKS[link]}
      </p>
    </header>
  );
}

/** What does not change, asked for until it is there. */
function useInfo(): StackInfo | undefined {
  const [info, setInfo] = useState<StackInfo>();
  useEffect(() => {
    let timer: number;
    const ask = () =>
      fetch("/api/stack")
        .then((response) => response.json() as Promise<StackInfo>)
        .then(setInfo)
        .catch(() => {
          timer = window.setTimeout(ask, PAUSE);
        });
    ask();
    return () => clearTimeout(timer);
  }, []);
  return info;
}
