import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { TensoraError } from "../lib/errors.ts";
import { contractsBuilt } from "./contracts/contracts.ts";
import { foundryPath } from "./contracts/foundry.ts";
import { atLeast, goStatus } from "./go.ts";
import { moduleDir, programDigest, programFile } from "./lookup.ts";
import { type GoRecipe, pinnedVersion, RECIPES, TOOL_NAMES, type ToolName, usualTime } from "./programs.ts";

/** One line of `doctor`. */
export interface ReportLine {
  name: string;
  /** `tool`: installed by the user or npm; `built`: made by this project on first use. */
  kind: "tool" | "built";
  /** `missing` needs the user; `later` is made when it is needed; `optional` nobody needs here. */
  state: "ok" | "missing" | "later" | "optional";
  /** Version, place, or what is wrong. */
  detail: string;
  /** How to get it. */
  next?: string;
}

const NODE = "20.18";
const OPTIMISM = "github.com/ethereum-optimism/optimism";
const OP_STACK = RECIPES["op-node"] as GoRecipe;

/** What this project's own services are called. */
const OWN_RELEASE = "own";

/** What is installed, what is built, what is missing and how to get it. Changes nothing. */
export async function toolchainReport(): Promise<ReportLine[]> {
  const made = [...TOOL_NAMES.map(programLine), contractsLine()];
  return [nodeLine(), await goLine(made), forgeLine(), await pulumiLine(), ...made];
}

/**
 * What a user calls the version of a program that runs: its release while it is the pinned one, and the beginning of
 * its digest.
 * @param digest of the program that runs, as {@link programDigest} gives it
 */
export function versionOf(name: ToolName, digest: string): string {
  const short = digest.slice(0, 8);
  return digest === programDigest(name) ? `${releaseOf(name)} (${short})` : short;
}

/** The release that a program's go.mod pins; of op-geth, which takes the place of another module, the one put there. */
export function releaseOf(name: ToolName): string {
  const recipe = RECIPES[name];
  if (recipe.kind === "own") return OWN_RELEASE;
  if (recipe.kind === "npm") {
    const manifest = fs.readFileSync(path.join(moduleDir(recipe), "package.json"), "utf8");
    return (
      (JSON.parse(manifest) as { dependencies: Record<string, string> }).dependencies[recipe.package] ?? ""
    );
  }
  const goMod = fs.readFileSync(path.join(moduleDir(recipe), "go.mod"), "utf8");
  const replaced = /=> github\.com\/ethereum-optimism\/op-geth (v\S+)/.exec(goMod)?.[1];
  return (name === "op-geth" ? replaced : pinnedVersion(goMod, recipe.version?.of ?? OPTIMISM)) ?? "unknown";
}

function nodeLine(): ReportLine {
  const line = { name: "node", kind: "tool", detail: process.versions.node } as const;
  if (atLeast(process.versions.node, NODE)) return { ...line, state: "ok" };
  return { ...line, state: "missing", next: `install Node.js ${NODE} or later (nodejs.org)` };
}

/** Go is needed only where something is left to build. */
async function goLine(made: readonly ReportLine[]): Promise<ReportLine> {
  const { version, wanted, problem, next } = await goStatus(moduleDir(OP_STACK));
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
  if (!asked.failed) return { name: "pulumi", kind: "tool", state: "ok", detail: asked.stdout.trim() };
  const detail = "not installed: the embedded engine is used";
  return { name: "pulumi", kind: "tool", state: "optional", detail, next: "pulumi.com/docs/install" };
}

function programLine(name: ToolName): ReportLine {
  const file = programFile(name);
  if (fs.existsSync(file)) return { name, kind: "built", state: "ok", detail: file };
  const detail = `not built; takes about ${usualTime(name)} s on two cores, once`;
  return { name, kind: "built", state: "later", detail, next: "built by `./tensora up`" };
}

function contractsLine(): ReportLine {
  if (contractsBuilt()) return { name: "contracts", kind: "built", state: "ok", detail: "compiled" };
  const detail = "not compiled; takes a few seconds, once";
  return { name: "contracts", kind: "built", state: "later", detail, next: "compiled by `./tensora up`" };
}
