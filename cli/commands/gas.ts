import fs from "node:fs/promises";
import path from "node:path";
import { EXIT, type ExitCode } from "../exit.ts";
import { root } from "../request.ts";
import { columns } from "../ui/table.ts";

/** What was measured: numbers of gas by name, as forge writes them. */
type Snapshot = Readonly<Record<string, string>>;

/** Columns of the table of epochs: the measurement of the snapshot, and its head. */
const EPOCH = {
  "warm epoch": "warm epoch",
  "warm epoch, a cell": "a cell",
  "first epoch, a cell": "first, a cell",
  "plain sorting version in memory, a cell": "plain, a cell",
  reveal: "a reveal",
  "largest transaction": "largest transaction",
};

/** Prints the gas of subnets' epochs and of the paymaster, as the tests measured it and hold it. */
export async function gas({ json = false }: { json?: boolean }): Promise<ExitCode> {
  const [epoch, paymaster] = await Promise.all([snapshot("SubnetEpoch"), snapshot("ToraPaymaster")]);
  if (json) {
    console.log(JSON.stringify({ epoch, paymaster }, undefined, 2));
    return EXIT.ok;
  }
  console.log("Gas of an epoch, validators x miners\n");
  console.log(columns(epochRows(epoch), ["size", ...Object.values(EPOCH)]).join("\n"));
  console.log("\nGas of a paid operation\n");
  console.log(columns(Object.entries(paymaster).map(([name, value]) => [name, grouped(value)])).join("\n"));
  return EXIT.ok;
}

/** A row for each size that was measured, such as `16x64`. */
export function epochRows(measured: Snapshot): string[][] {
  const sizes = [...new Set(Object.keys(measured).map((name) => name.split(" ", 1).join()))].sort();
  return sizes.map((size) => [
    size.replace(/\d+/g, (digits) => String(Number(digits))),
    ...Object.keys(EPOCH).map((name) => grouped(measured[`${size} ${name}`])),
  ]);
}

const grouped = (value: string | undefined) =>
  value === undefined ? "" : Number(value).toLocaleString("en");

async function snapshot(name: string): Promise<Snapshot> {
  const file = path.join(root(), "contracts", "snapshots", `${name}.json`);
  return JSON.parse(await fs.readFile(file, "utf8")) as Snapshot;
}
