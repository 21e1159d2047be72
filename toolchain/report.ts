import fs from "node:fs";
import { execa } from "execa";
import { TensoraError } from "../lib/errors.ts";
import { contractsBuilt } from "./contracts.ts";
import { foundryPath } from "./foundry.ts";
import { atLeast, goStatus } from "./go.ts";
import { moduleDir, programFile } from "./lookup.ts";
import { RECIPES, TOOL_NAMES, type ToolName } from "./programs.ts";

/** One line of `doctor`. */
export interface ReportLine {
  name: string;
  /** `tool`: installed by the user or npm; `built`: made by this project on first use. */
  kind: "tool" | "built";
  /** `missing` needs the user; `later` is made when it is needed. */
  state: "ok" | "missing" | "later";
  /** Version, place, or what is wrong. */
  detail: string;
  /** How to get it. */
  next?: string;
}

const NODE = "20.18";

/** What is installed, what is built, what is missing and how to get it. Changes nothing. */
export async function toolchainReport(): Promise<ReportLine[]> {
  const made = [...TOOL_NAMES.map(programLine), contractsLine()];
  return [nodeLine(), await goLine(made), forgeLine(), await pulumiLine(), ...made];
}

function nodeLine(): ReportLine {
  const line = { name: "node", kind: "tool", detail: process.versions.node } as const;
  if (atLeast(process.versions.node, NODE)) return { ...line, state: "ok" };
  return { ...line, state: "missing", next: `install Node.js ${NODE} or later (nodejs.org)` };
}

/** Go is needed only where something is left to build. */
async function goLine(made: readonly ReportLine[]): Promise<ReportLine> {
  const { version, wanted, problem, next } = await goStatus(moduleDir("op-node"));
  if (!problem) return { name: "go", kind: "tool", state: "ok", detail: version ?? wanted };
  const done = made.every((line) => line.state === "ok");
  const detail = done ? `${problem}, but everything is built` : problem;
  return { name: "go", kind: "tool", state: done ? "ok" : "missing", detail, ...(next ? { next } : {}) };
}

function forgeLine(): ReportLine {
  try {
    return { name: "forge", kind: "tool", state: "ok", detail: foundryPath("forge") };
  } catch (error) {
    const next = error instanceof TensoraError ? error.next.join("; ") : "run `npm ci`";
    return { name: "forge", kind: "tool", state: "missing", detail: "for the contracts' tests only", next };
  }
}

/** The Pulumi CLI is a choice: without it the embedded engine runs the same program. */
async function pulumiLine(): Promise<ReportLine> {
  const asked = await execa("pulumi", ["version"], { reject: false, timeout: 5000 });
  const detail = asked.failed ? "not installed: the embedded engine is used" : asked.stdout.trim();
  return { name: "pulumi", kind: "tool", state: "ok", detail };
}

function programLine(name: ToolName): ReportLine {
  const file = programFile(name);
  if (fs.existsSync(file)) return { name, kind: "built", state: "ok", detail: file };
  const detail = `not built; takes about ${RECIPES[name].usual} s on two cores, once`;
  return { name, kind: "built", state: "later", detail, next: "built by `./tensora up`" };
}

function contractsLine(): ReportLine {
  if (contractsBuilt()) return { name: "contracts", kind: "built", state: "ok", detail: "compiled" };
  const detail = "not compiled; takes a few seconds, once";
  return { name: "contracts", kind: "built", state: "later", detail, next: "compiled by `./tensora up`" };
}
