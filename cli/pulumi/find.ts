import { execFile } from "node:child_process";
import { TensoraError } from "../../lib/errors.ts";
import type { EngineName, StackOptions } from "../request.ts";

/** The version of the Pulumi CLI on the PATH; undefined where there is none. */
export const pulumiVersion = (): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile("pulumi", ["version"], (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });

/**
 * The engine that runs a stack: the one that was asked for, else Pulumi's where its CLI is installed.
 * @throws TensoraError when Pulumi's is asked for and is not there
 */
export async function chosenEngine({ engine }: Pick<StackOptions, "engine">): Promise<EngineName> {
  if (engine === "embedded") return engine;
  const found = await pulumiVersion();
  if (found !== undefined) return "pulumi";
  if (engine === undefined) return "embedded";
  throw new TensoraError("the Pulumi CLI is not on the PATH", {
    next: ["install the Pulumi CLI, or remove `--engine pulumi`"],
  });
}
