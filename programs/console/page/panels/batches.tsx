import type { BatchRow, Panel } from "../../state.ts";
import { amount, bytes, count } from "../format.ts";
import { Ago, type Column, Hex, PanelView, Table } from "../parts.tsx";

const COLUMNS: readonly Column<BatchRow>[] = [
  { head: "L1 block", number: true, cell: ({ l1Block }) => count(l1Block) },
  { head: "landed", cell: ({ time }) => <Ago since={time} /> },
  { head: "L2 blocks", number: true, cell: ({ blocks }) => (blocks ? range(blocks) : "none") },
  { head: "transactions", number: true, cell: ({ operations }) => count(operations) },
  { head: "kind", cell: ({ types, compression }) => `${types.join(", ")}, ${compression}` },
  { head: "frames", number: true, cell: ({ frames }) => frames },
  { head: "raw", number: true, cell: ({ rawBytes }) => bytes(rawBytes) },
  { head: "on L1", number: true, cell: ({ compressedBytes }) => bytes(compressedBytes) },
  { head: "ratio", number: true, cell: ({ ratio }) => `${ratio.toFixed(2)}:1` },
  { head: "cost in BNB", number: true, cell: ({ cost }) => amount(cost) },
  { head: "transaction", cell: ({ transactions: [first = ""] }) => <Hex value={first} what="transaction" /> },
];

const range = ([first, last]: [number, number]) =>
  first === last ? count(first) : `${count(first)}–${count(last)}`;

/** The last channels of batches, decoded from L1. */
export function BatchesPanel({ panel }: { panel: Panel<BatchRow[]> | undefined }) {
  return (
    <PanelView
      title="Batches"
      id="batches"
      panel={panel}
      empty={{ when: (rows) => rows.length === 0, text: "no batches in the L1 blocks searched" }}
    >
      {(rows) => (
        <Table
          caption="Last batches, decoded"
          columns={COLUMNS}
          rows={rows}
          keyOf={({ channel }) => channel}
        />
      )}
    </PanelView>
  );
}
