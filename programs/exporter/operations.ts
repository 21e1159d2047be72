import { Counter, type Registry } from "prom-client";
import { type Address, isAddressEqual } from "viem";
import type { L2Event } from "./events.ts";
import { coins } from "./units.ts";

/** Why an operation did not do what its sender wanted, by the event that says so. It is paid for all the same. */
const FAILURES: Readonly<Record<string, string>> = {
  UserOperationRevertReason: "call reverted",
  PostOpRevertReason: "settlement reverted",
  UserOperationPrefundTooLow: "limits too low",
};

/** What the paymaster has paid for, since the exporter's start. */
export class Operations {
  private readonly operations: Counter;
  private readonly tora: Counter;
  private readonly bnb: Counter;

  constructor(
    registry: Registry,
    private readonly paymaster: Address,
  ) {
    const counter = (name: string, help: string, labelNames: string[] = []) =>
      new Counter({ name, help, labelNames, registers: [registry] });
    this.operations = counter("tensora_paymaster_operations_total", "Operations by outcome.", ["outcome"]);
    this.tora = counter("tensora_paymaster_charged_tora_total", "TORA that senders were charged.");
    this.bnb = counter("tensora_paymaster_gas_bnb_total", "BNB that the operations cost the paymaster.");
    for (const outcome of ["done", ...Object.values(FAILURES)]) this.operations.inc({ outcome }, 0);
  }

  /** @param events of whole blocks: an operation's failure is told beside it */
  saw(events: readonly L2Event[]): void {
    const failures = new Map<string, string>();
    for (const { eventName, args } of events) {
      const failure = FAILURES[eventName];
      if (failure !== undefined && args && "userOpHash" in args) failures.set(args.userOpHash, failure);
    }
    for (const { eventName, args } of events)
      if (eventName === "OperationCharged") this.tora.inc(coins(args.tora));
      else if (eventName === "UserOperationEvent" && isAddressEqual(args.paymaster, this.paymaster)) {
        this.operations.inc({ outcome: failures.get(args.userOpHash) ?? "done" });
        this.bnb.inc(coins(args.actualGasCost));
      }
  }
}
