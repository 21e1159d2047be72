import { Gauge, type Registry } from "prom-client";
import type { Address, Hex } from "viem";
import { optimismPortalAbi } from "../../chain/abi/OptimismPortal.ts";
import type { L1Client } from "../../chain/clients.ts";
import type { Happened } from "./events.ts";

/** Withdrawals that one round asks L1 about: of more than that the oldest. */
const ASKED = 200;

/** Withdrawals that L2 has begun and L1 has not paid out. */
export class Withdrawals {
  private readonly pending = new Set<Hex>();
  private readonly count: Gauge;

  constructor(
    registry: Registry,
    private readonly portal: Address,
  ) {
    this.count = new Gauge({
      name: "tensora_bridge_pending_withdrawals",
      help: "Withdrawals of the last 14 days that are not finalised on L1.",
      registers: [registry],
    });
  }

  begun({ before, since }: Happened): void {
    for (const { eventName, args } of [...before, ...since])
      if (eventName === "MessagePassed") this.pending.add(args.withdrawalHash);
  }

  /** Looks which of them L1 has paid out. */
  async settle(l1: Pick<L1Client, "multicall">): Promise<void> {
    const asked = [...this.pending].slice(0, ASKED);
    const portal = { address: this.portal, abi: optimismPortalAbi } as const;
    const paid = await l1.multicall({
      allowFailure: false,
      contracts: asked.map(
        (hash) => ({ ...portal, functionName: "finalizedWithdrawals", args: [hash] }) as const,
      ),
    });
    for (const [index, hash] of asked.entries()) if (paid[index]) this.pending.delete(hash);
    this.count.set(this.pending.size);
  }
}
