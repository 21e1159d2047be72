import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { TensoraError } from "../lib/errors.ts";

const HOW = "install Go from https://go.dev/dl/, and put its `bin` folder on the PATH";
/** From this release on Go fetches the release that a go.mod asks for by itself. */
const FETCHES_ITSELF = "1.21";

export interface GoStatus {
  version: string | undefined;
  wanted: string;
  problem?: string;
  next?: string;
}

/** The Go compiler on the PATH, compared with what a module's go.mod asks for. */
export async function goStatus(module: string): Promise<GoStatus> {
  const wanted = goDirective(fs.readFileSync(path.join(module, "go.mod"), "utf8"));
  const asked = await execa("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { reject: false });
  if (asked.failed) return { version: undefined, wanted, problem: "Go is not installed", next: HOW };
  const [release = "", chooser = ""] = asked.stdout.split("\n");
  const version = release.replace(/^go/, "");
  const enough = atLeast(version, wanted) || (chooser !== "local" && atLeast(version, FETCHES_ITSELF));
  return enough
    ? { version, wanted }
    : { version, wanted, problem: `Go ${version} is older than ${wanted}`, next: HOW };
}

/** @throws TensoraError that says what to install */
export async function checkGo(module: string): Promise<void> {
  const { problem, next, wanted } = await goStatus(module);
  if (!problem) return;
  throw new TensoraError(`${problem}: the OP Stack is built with Go ${wanted} or later`, {
    next: next ? [next] : [],
  });
}

export function goDirective(goMod: string): string {
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? "1";
}

/** Compares dotted versions by number. */
export function atLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((v) => v.split(/[.-]/).map((n) => Number.parseInt(n, 10) || 0));
  for (let i = 0; i < 3; i++) {
    const difference = (have?.[i] ?? 0) - (need?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
