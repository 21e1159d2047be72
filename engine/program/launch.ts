import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import type { StackConfig } from "../project/config.ts";
import type { Project } from "../project/project.ts";

const LAST_LINES = 30;
const KILL_AFTER_MS = 5000;

export interface ProgramLaunch {
  project: Project;
  stack: string;
  config: StackConfig;
  engineAddress: string;
  dryRun: boolean;
  parallel: number;
  environment: NodeJS.ProcessEnv;
  onLine(line: string): void;
}

export interface ProgramExit {
  code: number | null;
  signal: string | null;
  lastLines: string[];
}

/** A running Pulumi program. */
export interface RunningProgram {
  exited: Promise<ProgramExit>;
  /** Ends it, by force if it does not obey. */
  end(): void;
}

/** How the program is started; tests put a program in the same process here. */
export type LaunchProgram = (launch: ProgramLaunch) => RunningProgram;

/** The exit code of a program that has logged its error already. */
export const EXIT_AFTER_LOGGING = 32;
export const ORGANIZATION = "organization";

/**
 * Loaded before the program. The SDK prints errors in colour, which Node 20.20 never ends to do for a stack trace with
 * a file right below a scope such as `node_modules/@pulumi/resource.ts`: 40 s of work, then an error. What the engine
 * passes on is plain text anyway.
 */
const PLAIN_ERRORS = `import util from "node:util";
const { inspect } = util;
util.inspect = (value, options, ...rest) =>
  inspect(value, options?.colors ? { ...options, colors: false } : options, ...rest);
Object.assign(util.inspect, inspect);`;

/** Runs the project's program by the SDK's own entry, as Pulumi's language host does. */
export const launchProgram: LaunchProgram = (launch) => {
  const { project } = launch;
  const entry = createRequire(path.join(project.root, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const nodeArguments = [
    "--import",
    `data:text/javascript,${encodeURIComponent(PLAIN_ERRORS)}`,
    ...project.nodeArguments,
  ];
  const child = spawn(process.execPath, [...nodeArguments, entry, ...programArguments(launch)], {
    cwd: project.root,
    env: programEnvironment(launch),
    stdio: ["ignore", "pipe", "pipe"],
    // Out of the terminal's process group: at Ctrl-C the engine ends it when its steps are done.
    detached: true,
  });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    readline.createInterface({ input: stream }).on("line", (line) => {
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
      launch.onLine(line);
    });
  }
  const exited = new Promise<ProgramExit>((resolve) => {
    child.on("error", (error) => resolve({ code: 1, signal: null, lastLines: [error.message] }));
    child.on("close", (code, signal) => resolve({ code, signal, lastLines }));
  });
  return {
    exited,
    end() {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      void exited.then(() => clearTimeout(force));
    },
  };
};

function programArguments(launch: ProgramLaunch): string[] {
  const { project, stack, engineAddress, dryRun, parallel } = launch;
  return [
    ["--monitor", engineAddress],
    ["--engine", engineAddress],
    ["--organization", ORGANIZATION],
    ["--project", project.name],
    ["--root-directory", project.root],
    ["--stack", stack],
    ["--pwd", project.root],
    dryRun ? ["--dry-run"] : [],
    ["--parallel", String(parallel)],
    [project.main],
  ].flat();
}

function programEnvironment(launch: ProgramLaunch): NodeJS.ProcessEnv {
  return {
    ...launch.environment,
    PULUMI_CONFIG: JSON.stringify(launch.config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(launch.config.secretKeys),
    ...(launch.project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
  };
}
