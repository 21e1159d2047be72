import type { Registry } from "prom-client";
import type { Address } from "viem";
import type { L1Client, L2Client } from "../../chain/clients.ts";
import { EventReader } from "./events.ts";
import type { L2Head } from "./l2.ts";
import { Operations } from "./operations.ts";
import { SubnetReader } from "./subnets.ts";
import { Votes } from "./votes.ts";
import { Withdrawals } from "./withdrawals.ts";

/** Of stacks with the protocol, all of them. */
export type ProtocolOptions = Record<
  "wtora" | "tora" | "paymaster" | "entryPoint" | "subnetRegistry" | "emissionManager",
  Address
>;

/** What users, validators and the bridge did on chain, by its events. */
export class ChainEvents {
  private readonly events: EventReader;
  private readonly withdrawals: Withdrawals;
  private readonly operations: Operations | undefined;
  private readonly subnets: SubnetReader | undefined;
  private readonly votes: Votes | undefined;
  private readonly contracts: Address[] = [];

  constructor(
    l2: L2Client,
    private readonly l1: L1Client,
    blockTime: number,
    registry: Registry,
    options: { portal: Address } & Partial<ProtocolOptions>,
  ) {
    const { portal, paymaster, entryPoint, subnetRegistry, emissionManager } = options;
    this.events = new EventReader(l2, blockTime);
    this.withdrawals = new Withdrawals(registry, portal);
    if (paymaster !== undefined && entryPoint !== undefined) {
      this.operations = new Operations(registry, paymaster);
      this.contracts.push(paymaster, entryPoint);
    }
    if (subnetRegistry !== undefined && emissionManager !== undefined) {
      const at = { registry: subnetRegistry, emissions: emissionManager };
      this.subnets = new SubnetReader(l2, at, blockTime, registry);
      this.votes = new Votes(registry);
      this.contracts.push(emissionManager);
    }
  }

  async readL2(heads: readonly L2Head[]): Promise<void> {
    const head = heads.find(({ name }) => name === "unsafe");
    if (!head) return;
    const subnets = (await this.subnets?.read()) ?? [];
    const contracts = [...this.contracts, ...subnets.map(({ subnet }) => subnet)];
    const at = { number: BigInt(head.number), timestamp: head.timestamp };
    const happened = await this.events.read(at, contracts);
    this.withdrawals.begun(happened);
    this.operations?.saw(happened.since);
    this.votes?.saw(subnets, happened);
  }

  readL1 = (): Promise<void> => this.withdrawals.settle(this.l1);
}
