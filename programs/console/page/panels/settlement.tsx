import type { OutputRow, Outputs, Panel, WithdrawalRow, Withdrawals } from "../../state.ts";
import { amount, count, duration } from "../format.ts";
import { Ago, type Column, Countdown, Hex, PanelView, Table } from "../parts.tsx";

const OUTPUTS: readonly Column<OutputRow>[] = [
  { head: "output", number: true, cell: ({ index }) => count(index) },
  { head: "L2 block", number: true, cell: ({ l2Block }) => count(l2Block) },
  { head: "proposed", cell: ({ time }) => <Ago since={time} /> },
  { head: "final", cell: ({ finalAt }) => <Countdown due={finalAt} over="final" /> },
  { head: "root", cell: ({ root }) => <Hex value={root} what="output root" /> },
];

/** The last outputs, and the next. */
export function OutputsPanel({ panel }: { panel: Panel<Outputs> | undefined }) {
  return (
    <PanelView title="Outputs" id="outputs" panel={panel}>
      {({ rows, next, interval, period }) => (
        <>
          <p class="quiet">
            Next: L2 block {count(next.l2Block)}, <Countdown due={next.at} over="due" />. Every{" "}
            {count(interval)} blocks; final after {duration(period)}.
          </p>
          {rows.length === 0 ? (
            <p class="quiet">no outputs yet</p>
          ) : (
            <Table caption="Last outputs" columns={OUTPUTS} rows={rows} keyOf={({ index }) => index} />
          )}
        </>
      )}
    </PanelView>
  );
}

const WITHDRAWALS: readonly Column<WithdrawalRow>[] = [
  { head: "stage", cell: ({ stage }) => stage },
  {
    head: "due",
    cell: ({ due, stage }) => (due === undefined ? "" : <Countdown due={due} over={OVER[stage] ?? "due"} />),
  },
  { head: "BNB", number: true, cell: ({ value }) => amount(value) },
  { head: "L2 block", number: true, cell: ({ l2Block }) => count(l2Block) },
  { head: "from", cell: ({ sender }) => <Hex value={sender} what="sender" /> },
  { head: "to", cell: ({ target }) => <Hex value={target} what="target" /> },
  { head: "withdrawal", cell: ({ hash }) => <Hex value={hash} what="withdrawal" /> },
];

/** What is said when a countdown is over and L1 has not gone on yet. */
const OVER: Partial<Record<WithdrawalRow["stage"], string>> = {
  "waits for an output": "output due",
  "in challenge period": "at the next L1 block",
};

/** Withdrawals that are under way, and the last that were finalised. */
export function WithdrawalsPanel({ panel }: { panel: Panel<Withdrawals> | undefined }) {
  return (
    <PanelView
      title="Withdrawals"
      id="withdrawals"
      panel={panel}
      empty={{
        when: ({ rows }) => rows.length === 0,
        text: "no withdrawals in the blocks searched",
      }}
      aside={
        panel?.data && (
          <p class="quiet">
            {count(panel.data.open)} open of {count(panel.data.made)} made
          </p>
        )
      }
    >
      {({ rows }) => (
        <Table
          caption="Withdrawals, newest first"
          columns={WITHDRAWALS}
          rows={rows}
          keyOf={({ hash }) => hash}
        />
      )}
    </PanelView>
  );
}
