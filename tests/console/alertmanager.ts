import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { freePort } from "../../lib/free-port.ts";
import { until } from "../../lib/wait.ts";
import { alertmanagerArgs, renderAlertmanager } from "../../monitoring/alertmanager.ts";
import { ensurePrograms } from "../../toolchain/build.ts";
import { programFile } from "../../toolchain/lookup.ts";

/** The real Alertmanager, as stacks run it. */
export class RunningAlertmanager {
  private constructor(
    readonly url: string,
    private readonly program: ChildProcess,
    private readonly dir: string,
  ) {}

  static async start(): Promise<RunningAlertmanager> {
    await ensurePrograms(["alertmanager"]);
    const dir = await fs.mkdtemp(path.join(os.tmpdir(), "console-alerts-"));
    const config = path.join(dir, "alertmanager.yml");
    await fs.writeFile(config, renderAlertmanager({ webhooks: [], gather: 1, repeat: 3600 }));
    const port = await freePort();
    const args = alertmanagerArgs({ config, data: path.join(dir, "data"), listen: "127.0.0.1", port });
    const program = spawn(programFile("alertmanager"), args, { stdio: "ignore" });
    const url = `http://127.0.0.1:${port}`;
    await until("Alertmanager", async () => (await fetch(`${url}/-/ready`)).ok, { deadline: 30 });
    return new RunningAlertmanager(url, program, dir);
  }

  /** Tells of an alert as Prometheus does. */
  async fire(labels: Record<string, string>): Promise<void> {
    const response = await fetch(`${this.url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ labels, annotations: { summary: "no batch for a minute" } }]),
    });
    if (!response.ok) throw new Error(`Alertmanager took no alert: ${response.status}`);
  }

  async stop(): Promise<void> {
    const exited = once(this.program, "exit");
    this.program.kill("SIGTERM");
    await exited;
    await fs.rm(this.dir, { recursive: true });
  }
}
