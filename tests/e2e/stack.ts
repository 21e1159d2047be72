import fs from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { parseDocument } from "yaml";
import { projectRoot } from "../../lib/root.ts";

/** A stack for a test: what `local` is, on free ports. */
export class TestStack {
  readonly dir: string;
  private readonly file: string;

  constructor(readonly name: string) {
    this.dir = path.join(projectRoot(), ".tensora", name);
    this.file = path.join(projectRoot(), "stacks", `Pulumi.${name}.yaml`);
  }

  /**
   * @param values in place of those of `local`, by section; a list is a whole section
   * @param others sections of `local` that it has not, and the salt of the values that are sealed
   */
  async make(
    values: Record<string, Record<string, unknown> | readonly unknown[]> = {},
    { without = [], salt }: { without?: readonly string[]; salt?: string | undefined } = {},
  ): Promise<void> {
    const local = await fs.readFile(path.join(projectRoot(), "stacks", "Pulumi.local.yaml"), "utf8");
    const document = parseDocument(local);
    for (const [section, own] of Object.entries(values))
      if (Array.isArray(own)) document.setIn(["config", `tensora:${section}`], document.createNode(own));
      else
        for (const [key, value] of Object.entries(own))
          document.setIn(["config", `tensora:${section}`, key], document.createNode(value));
    for (const section of without) document.deleteIn(["config", `tensora:${section}`]);
    if (salt !== undefined) document.set("encryptionsalt", salt);
    document.setIn(["config", "tensora:ports"], "free");
    await fs.writeFile(this.file, document.toString());
  }

  /** Destroys the stack, and forgets it. */
  async remove(): Promise<void> {
    await this.run("destroy", "--yes");
    await fs.rm(this.file, { force: true });
  }

  /** `./tensora <args> --stack <name>`; does not throw. */
  async run(...args: string[]) {
    const { exitCode, stdout, stderr } = await execa(
      path.join(projectRoot(), "tensora"),
      [...args, "--stack", this.name],
      { reject: false, stdin: "ignore", env: { NO_COLOR: "1" } },
    );
    return { exitCode, stdout, stderr, all: `${stdout}\n${stderr}` };
  }

  /** The JSON that a command prints. */
  async json<T>(...args: string[]): Promise<T> {
    const { stdout, stderr } = await this.run(...args, "--json");
    try {
      return JSON.parse(stdout) as T;
    } catch {
      throw new Error(`${args.join(" ")} printed no JSON: ${stdout}\n${stderr}`);
    }
  }

  /** The first lines of a log that are written while it is followed. */
  async follow(service: string, count: number): Promise<string[]> {
    const args = ["logs", service, "-f", "-n", "0", "--stack", this.name];
    const command = path.join(projectRoot(), "tensora");
    const following = execa(command, args, { reject: false, stdin: "ignore", timeout: 60_000 });
    const lines: string[] = [];
    for await (const line of following) {
      lines.push(line);
      if (lines.length === count) break;
    }
    following.kill("SIGINT");
    await following;
    return lines;
  }

  /** Every process that has the stack's folder among its arguments or in its environment. */
  async processes(): Promise<{ pid: number; argv: string[] }[]> {
    const pids = (await fs.readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const all = await Promise.all(pids.map((pid) => describe(pid)));
    // The folder itself, as the supervisor has it, or one in it; not the folder of a stack whose name is longer.
    return all.filter(({ argv, env }) => [...argv, env].some((text) => `${text}/`.includes(`${this.dir}/`)));
  }
}

async function describe(pid: string) {
  const read = (name: string) => fs.readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const [cmdline, env] = await Promise.all([read("cmdline"), read("environ")]);
  return { pid: Number(pid), argv: cmdline.split("\0"), env };
}
