import { rpc } from "../../lib/rpc.ts";
import { controlOf } from "../../runtimes/handle.ts";
import { versionOf } from "../../toolchain/report.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { StackOptions } from "../request.ts";
import { notUp, readOutputs, readServices } from "../stack.ts";
import { bad, good, strong, warn } from "../ui/colours.ts";
import { columns } from "../ui/table.ts";

/** What `status --json` prints. Heads are block numbers, null where nobody answers. */
interface Status {
  services: { name: string; role: string; runtime: string; state: string; version: string }[];
  heads: Record<"l1" | "unsafe" | "safe" | "finalized", number | null>;
}

/** Milliseconds that an end of a chain may take to answer. */
const PATIENCE = 2000;

/** Which services run, and how far the chains are. All is well only when all run. */
export async function status({ stack, json = false }: StackOptions): Promise<ExitCode> {
  const [services, heads] = await Promise.all([servicesOf(stack), headsOf(stack)]);
  if (services.length === 0) throw notUp(stack);
  console.log(json ? JSON.stringify({ services, heads }, undefined, 2) : text({ services, heads }));
  return services.every(({ state }) => state === "running") ? EXIT.ok : EXIT.failed;
}

async function servicesOf(stack: string): Promise<Status["services"]> {
  const known = await readServices(stack);
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

async function headsOf(stack: string): Promise<Status["heads"]> {
  const ends = await readOutputs(stack).catch(() => undefined);
  if (!ends) return { l1: null, unsafe: null, safe: null, finalized: null };
  const ask = <T>(url: string, method: string) => rpc<T>(url, method, [], PATIENCE).catch(() => undefined);
  const [l1, l2] = await Promise.all([
    ask<string>(ends.l1.rpcUrl, "eth_blockNumber"),
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

function text({ services, heads }: Status): string {
  const coloured = (state: string) => {
    if (state === "running") return good(state);
    return state === "starting" || state === "restarting" ? warn(state) : bad(state);
  };
  const rows = services.map((s) => [s.name, s.role, s.runtime, coloured(s.state), s.version]);
  const numbers = Object.entries(heads).map(([name, head]) => [
    name,
    head === null ? bad("no answer") : `${head}`,
  ]);
  return [
    strong("Services"),
    ...columns(rows, ["name", "role", "runtime", "state", "version"]),
    "",
    strong("Heads"),
    ...columns(numbers),
  ].join("\n");
}
