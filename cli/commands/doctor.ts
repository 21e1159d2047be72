import { toolchainReport } from "../../toolchain/report.ts";
import { machineReport } from "../doctor/machine.ts";
import { portsReport } from "../doctor/ports.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { StackOptions } from "../request.ts";
import { bad, faint, good, warn } from "../ui/colours.ts";
import { columns } from "../ui/table.ts";

const COLOURED = { ok: good, missing: bad, later: warn, optional: faint } as const;

/** What is installed, what is missing and how to get it. Changes nothing; fails when something needed is missing. */
export async function doctor({ stack, json = false }: StackOptions): Promise<ExitCode> {
  const parts = await Promise.all([toolchainReport(), machineReport(), portsReport(stack)]);
  const lines = parts.flat();
  if (json) console.log(JSON.stringify(lines, undefined, 2));
  else {
    const rows = lines.map(({ name, state, detail }) => [COLOURED[state](state), name, detail]);
    const hints = lines.flatMap(({ name, state, next }) => (next && state !== "ok" ? [[name, next]] : []));
    console.log(
      [...columns(rows), ...(hints.length > 0 ? ["", "How to get it", ...columns(hints)] : [])].join("\n"),
    );
  }
  return lines.some(({ state }) => state === "missing") ? EXIT.failed : EXIT.ok;
}
