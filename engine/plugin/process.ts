import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { DeadlineError, ProgramError, TensoraError } from "../../lib/errors.ts";
import type { Project } from "../project/project.ts";

const START_DEADLINE = 30;
const LAST_LINES = 20;

export interface PluginProcess {
  /** Address of its gRPC service. */
  address: string;
  end(): void;
}

export interface PluginLaunch {
  pkg: string;
  project: Project;
  engineAddress: string;
  environment: NodeJS.ProcessEnv;
  onLine(line: string): void;
}

/** How a plugin is started; tests put a long-running one here. */
export type LaunchPlugin = (launch: PluginLaunch) => Promise<PluginProcess>;

/**
 * Starts the project's plugin for a package and waits for the port that it prints first. It gets a process group of
 * its own, so that Ctrl-C in a terminal does not reach it, and ends when its standard input does.
 */
export const launchPlugin: LaunchPlugin = async (launch) => {
  const program = findPlugin(launch.pkg, launch.project);
  const argv = [program, launch.engineAddress];
  const child = spawn(program, [launch.engineAddress], {
    cwd: launch.project.root,
    env: launch.environment,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin?.on("error", () => undefined);
  const port = await firstPort(launch, child, argv);
  return { address: `127.0.0.1:${port}`, end: () => endGroup(child) };
};

function findPlugin(pkg: string, project: Project): string {
  const listed = project.plugins.find((plugin) => plugin.name === pkg);
  const directory = listed?.directory ?? builtinOf(pkg, project);
  if (directory === undefined) {
    throw new TensoraError(`there is no provider plugin for the package "${pkg}"`, {
      where: path.join(project.root, "Pulumi.yaml"),
      next: [`list it under plugins.providers, or run the stack with the Pulumi CLI`],
    });
  }
  const program = path.join(directory, `pulumi-resource-${pkg}`);
  try {
    fs.accessSync(program, fs.constants.X_OK);
  } catch (cause) {
    throw new TensoraError(`the plugin of the package "${pkg}" cannot be run`, { where: program, cause });
  }
  return program;
}

/**
 * Where the built-in plugin for a package of others is, which does of it what this project's programs need. The Pulumi
 * CLI takes the package's published plugin.
 */
function builtinOf(pkg: string, { builtin }: Project): string | undefined {
  if (builtin === undefined) return undefined;
  return fs.existsSync(path.join(builtin, `pulumi-resource-${pkg}`)) ? builtin : undefined;
}

function firstPort(launch: PluginLaunch, child: ChildProcess, argv: string[]): Promise<number> {
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > LAST_LINES) lines.shift();
    launch.onLine(line);
  };
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      endGroup(child);
      reject(new DeadlineError(`the plugin ${launch.pkg} printed no port within ${START_DEADLINE} s`));
    }, START_DEADLINE * 1000);
    let first = true;
    if (child.stderr) readline.createInterface({ input: child.stderr }).on("line", keep);
    if (child.stdout) {
      readline.createInterface({ input: child.stdout }).on("line", (line) => {
        if (!first) return keep(line);
        first = false;
        clearTimeout(deadline);
        const port = Number(line.trim());
        if (port > 0) resolve(port);
        else reject(new TensoraError(`the plugin ${launch.pkg} printed "${line}" instead of a port`));
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(deadline);
      reject(
        new ProgramError(`the plugin ${launch.pkg} ended before it served`, argv, { code, signal }, lines),
      );
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  child.stdin?.destroy();
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  child.unref();
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}
