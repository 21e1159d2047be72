import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { placeIn, readServices } from "../../stack/read.ts";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { freePort } from "../../lib/free-port.ts";
import { projectRoot } from "../../lib/root.ts";
import { until } from "../../lib/wait.ts";
import type { Settings } from "../../programs/console/settings.ts";
import { PAGE_SOURCES } from "../../programs/console/sources.ts";
import { ensureConsole } from "../../toolchain/console.ts";
import { Ticker } from "../../toolchain/progress.ts";
import type { TestStack } from "../e2e/stack.ts";

/** What a console of a stack is told, on a free port. */
export async function settingsFor(stack: TestStack): Promise<Settings> {
  const { stack: name, l1, l2, contracts, services } = await stack.json<DevnetOutputs>("outputs");
  const known = await readServices(placeIn(projectRoot(), stack.name));
  return {
    stack: name,
    local: true,
    l1,
    l2,
    contracts: { l1: { ...contracts.l1 }, l2: { ...contracts.l2 } },
    services: known.map(({ name: service, role, program, handle }) => {
      const { rpcUrl, metricsUrl } = services.find((one) => one.name === service) ?? {};
      return {
        name: service,
        role,
        program,
        handle,
        ...(rpcUrl === undefined ? {} : { rpcUrl }),
        ...(metricsUrl === undefined ? {} : { metricsUrl }),
      };
    }),
    page: await ensureConsole(PAGE_SOURCES, new Ticker("console", () => {})),
    listen: "127.0.0.1",
    port: await freePort(),
  };
}

/** A console that runs as a program of its own. */
export class RunningConsole {
  private constructor(
    readonly url: string,
    private readonly program: ChildProcess,
  ) {}

  static async start(settings: Settings, faucetKey?: string): Promise<RunningConsole> {
    const program = spawn(process.execPath, ["--import", "tsx", "programs/console/main.ts"], {
      cwd: projectRoot(),
      env: {
        ...process.env,
        CONSOLE_SETTINGS: JSON.stringify(settings),
        ...(faucetKey ? { FAUCET_KEY: faucetKey } : {}),
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const url = `http://127.0.0.1:${settings.port}`;
    const healthy = async () => (await fetch(`${url}/health`)).ok || undefined;
    await until("the console's health", () => healthy().catch(() => undefined), { deadline: 60, every: 100 });
    return new RunningConsole(url, program);
  }

  get pid(): number | undefined {
    return this.program.pid;
  }

  async stop(): Promise<void> {
    const exited = once(this.program, "exit");
    this.program.kill("SIGTERM");
    await exited;
  }
}
