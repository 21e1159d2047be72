import { type Alert, alertsAt } from "../../monitoring/alerts.ts";
import { rpc } from "../../lib/rpc.ts";
import { controlOf } from "../../runtimes/handle.ts";
import { versionOf } from "../../toolchain/report.ts";
import { SERVICES } from "../../spec/services.ts";
import { readL1, readOutputs, readServices } from "../../stack/read.ts";
import { placeOf } from "../request.ts";

/** What `status --json` prints. */
export interface Status {
  services: { name: string; role: string; runtime: string; state: string; version: string }[];
  /** Block numbers, null where nobody answers. */
  heads: Record<"l1" | "unsafe" | "safe" | "finalized", number | null>;
  /** What fires now; null where there is no Alertmanager, or none that answers. */
  alerts: Alert[] | null;
}

/** Milliseconds that an end of a chain may take to answer. */
const PATIENCE = 2000;

/** What there is to say of a stack now. Whoever does not answer takes nothing else along. */
export async function readStatus(stack: string): Promise<Status> {
  const ends = await readOutputs(placeOf(stack)).catch(() => undefined);
  const [services, heads, alerts] = await Promise.all([
    servicesOf(stack),
    headsOf(stack, ends),
    alertsOf(ends),
  ]);
  return { services, heads, alerts };
}

type Ends = Awaited<ReturnType<typeof readOutputs>> | undefined;

async function servicesOf(stack: string): Promise<Status["services"]> {
  const known = await readServices(placeOf(stack));
  return Promise.all(
    known.map(async ({ name, role, program, version, handle }) => ({
      name,
      role,
      runtime: handle.runtime,
      // What runs it may be down itself.
      state: await (await controlOf(handle)).condition(handle).catch(() => "dead"),
      version: versionOf(program, version),
    })),
  );
}

async function headsOf(stack: string, ends: Ends): Promise<Status["heads"]> {
  if (!ends) return { l1: null, unsafe: null, safe: null, finalized: null };
  const ask = <T>(url: string, method: string) => rpc<T>(url, method, [], PATIENCE).catch(() => undefined);
  const [l1, l2] = await Promise.all([
    readL1(placeOf(stack)).then(
      ({ rpcUrl }) => ask<string>(rpcUrl, "eth_blockNumber"),
      () => undefined,
    ),
    ask<Record<"unsafe_l2" | "safe_l2" | "finalized_l2", { number: number }>>(
      ends.l2.rollupRpcUrl,
      "optimism_syncStatus",
    ),
  ]);
  return {
    l1: l1 === undefined ? null : Number(l1),
    unsafe: l2?.unsafe_l2.number ?? null,
    safe: l2?.safe_l2.number ?? null,
    finalized: l2?.finalized_l2.number ?? null,
  };
}

async function alertsOf(ends: Ends): Promise<Alert[] | null> {
  const url = ends?.services.find(({ name }) => name === SERVICES.alertmanager.name)?.metricsUrl;
  return url === undefined ? null : await alertsAt(url).catch(() => null);
}
