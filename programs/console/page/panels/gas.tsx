import type { Gas, Panel } from "../../state.ts";
import { amount, count } from "../format.ts";
import { Ago, type Column, Countdown, Hex, PanelView, Table } from "../parts.tsx";

const COLUMNS: readonly Column<Gas["last"][number]>[] = [
  { head: "L2 block", number: true, cell: ({ l2Block }) => count(l2Block) },
  { head: "TORA", number: true, cell: ({ tora }) => amount(tora) },
  { head: "outcome", cell: ({ failed }) => (failed ? "failed" : "done") },
  { head: "sender", cell: ({ sender }) => <Hex value={sender} what="sender" /> },
  { head: "transaction", cell: ({ transaction }) => <Hex value={transaction} what="transaction" /> },
];

/** What gas costs in TORA, and what the paymaster has and took. */
export function GasPanel({ panel }: { panel: Panel<Gas> | undefined }) {
  return (
    <PanelView
      title="Gas in TORA"
      id="gas"
      panel={panel}
      aside={panel?.data?.paused ? <p class="bad">paused</p> : undefined}
    >
      {(gas) => (
        <>
          <dl class="figures">
            <Figure name="TORA for 1 BNB" value={amount(gas.price)} note={<>with fee {amount(gas.rate)}</>} />
            <Figure
              name="price observed"
              value={<Ago since={gas.observedAt} />}
              note={
                <>
                  stale <Countdown due={gas.validUntil} />
                </>
              }
            />
            <Figure name="a transfer" value={`${amount(gas.transfer)} TORA`} note="at L2's gas price" />
            <Figure name="deposit" value={`${amount(gas.deposit)} BNB`} note="at the EntryPoint" />
            <Figure name="operations" value={count(gas.operations)} note={`${count(gas.failed)} failed`} />
            <Figure
              name="charged"
              value={`${amount(gas.charged)} TORA`}
              note={`since L2 block ${count(gas.searched[0])}`}
            />
          </dl>
          {gas.last.length === 0 ? (
            <p class="quiet">no operations paid in TORA yet</p>
          ) : (
            <Table
              caption="Last operations paid in TORA"
              columns={COLUMNS}
              rows={gas.last}
              keyOf={(row) => `${row.transaction}${row.sender}${row.tora}`}
            />
          )}
        </>
      )}
    </PanelView>
  );
}

type Shown = preact.ComponentChildren;

const Figure = ({ name, value, note }: { name: string; value: Shown; note: Shown }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
    <dd class="quiet">{note}</dd>
  </div>
);
