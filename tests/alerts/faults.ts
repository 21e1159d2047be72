import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEther } from "viem";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { developmentAccount } from "../../config/dev-accounts.ts";
import type { AccountRole, DevnetSpec } from "../../spec/devnet.ts";
import { NODES, type ServiceName } from "../../spec/services.ts";
import { optimismPortalAbi } from "../../chain/abi/OptimismPortal.ts";
import { l1Chain } from "../../chain/chains.ts";
import { l1Client, wallet } from "../../chain/clients.ts";
import { transact } from "../../chain/transact.ts";
import { until } from "../../lib/wait.ts";
import { listServices } from "../../runtimes/process/client.ts";
import type { TestStack } from "../e2e/stack.ts";
import { emptyPaymaster, reorgL1, robBridge } from "./chain-faults.ts";
import { fill } from "./disk.ts";
import { ownBlock } from "./engine.ts";

/** What can go wrong with a stack of processes, done to it; it remembers what it has done. */
export class Faults {
  private readonly undo: (() => unknown)[] = [];

  constructor(
    private readonly stack: TestStack,
    private readonly spec: DevnetSpec,
    private readonly outputs: DevnetOutputs,
  ) {}

  /** A service that does not answer, and is not known to have ended: it is stopped where it stands. */
  async hangs(service: ServiceName): Promise<void> {
    const pid = await this.pidOf(service);
    process.kill(pid, "SIGSTOP");
    this.undo.push(() => process.kill(pid, "SIGCONT"));
  }

  private async pidOf(service: ServiceName): Promise<number> {
    const found = (await listServices(this.stack.dir)).find(({ name }) => name === service);
    if (!found?.pid) throw new TypeError(`${service} does not run`);
    return found.pid;
  }

  /** A service that crashes again and again, each time after its new start was seen by a scrape. */
  async crashes(service: ServiceName, times: number): Promise<void> {
    for (let crash = 0; crash < times; crash++) {
      const before = await this.pidOf(service);
      process.kill(before, "SIGKILL");
      const again = async () => (await this.pidOf(service)) !== before;
      await until(`${service} to be back`, again, { deadline: 60 });
      await sleep(3000 * this.spec.monitoring.interval);
    }
  }

  /** An account that has spent all that it had on L1. */
  async broke(role: AccountRole): Promise<void> {
    const { l1 } = this.outputs;
    const client = l1Client(l1);
    const { key, address } = developmentAccount(role);
    const user = developmentAccount("user");
    const balance = await client.getBalance({ address });
    const left = parseEther("0.1");
    const signal = new AbortController().signal;
    const give = (from: typeof user, to: typeof user, value: bigint) =>
      transact(client, wallet(from.key, l1Chain(l1)), { to: to.address, value }, "the transfer", { signal });
    await give({ key, address }, user, balance - left);
    this.undo.push(() => give(user, { key, address }, balance - left));
  }

  /** A deposit on L1, from the stack's user. */
  async deposit(): Promise<void> {
    const { l1, contracts } = this.outputs;
    const { key, address } = developmentAccount("user");
    const hash = await wallet(key, l1Chain(l1)).writeContract({
      address: contracts.l1.OptimismPortal,
      abi: optimismPortalAbi,
      functionName: "depositTransaction",
      args: [address, parseEther("0.01"), 100_000n, false, "0x"],
      value: parseEther("0.01"),
    });
    await l1Client(l1).waitForTransactionReceipt({ hash });
  }

  /** The replica's op-geth has a block that the sequencer never made. Its op-node must hang, else it is taken back at once. */
  ownBlock(): Promise<void> {
    const { ports } = this.spec.services[NODES.replica.geth];
    const url = (port: string) => `http://127.0.0.1:${ports[port]}`;
    return ownBlock(url("http"), url("auth"), path.join(this.spec.dir, "files", "jwt"));
  }

  /** A drill of the smoke steps, which does a fault itself. */
  async drill(name: string): Promise<void> {
    const { exitCode, all } = await this.stack.run("smoke", name, "--yes");
    if (exitCode !== 0) throw new Error(`${name} failed: ${all}`);
  }

  /** Something writes to the disk until less is free than may be. */
  async fillDisk(): Promise<void> {
    const file = path.join(this.stack.dir, "filler");
    this.undo.push(() => fs.rm(file, { force: true }));
    await fill(file);
  }

  reorg = (depth: number) => reorgL1(this.outputs, depth);
  robBridge = async (amount: bigint) => void this.undo.push(await robBridge(this.outputs, amount));
  emptyPaymaster = () => emptyPaymaster(this.outputs);

  /** Undoes all that it has done, the last first. */
  async heal(): Promise<void> {
    for (const undo of this.undo.splice(0).reverse()) await undo();
  }
}
