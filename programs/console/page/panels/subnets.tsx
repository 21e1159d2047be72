import type { Panel, SubnetRow } from "../../state.ts";
import { amount, count, percent } from "../format.ts";
import { type Column, Hex, PanelView, Table } from "../parts.tsx";

type Miner = SubnetRow["miners"][number];
type Validator = SubnetRow["validators"][number];

const MINERS: readonly Column<Miner>[] = [
  { head: "uid", number: true, cell: ({ uid }) => uid },
  { head: "incentive", number: true, cell: ({ incentive }) => percent(incentive) },
  { head: "consensus", number: true, cell: ({ consensus }) => percent(consensus) },
  { head: "miner", cell: ({ account }) => <Hex value={account} what="miner" /> },
];

const VALIDATORS: readonly Column<Validator>[] = [
  { head: "slot", number: true, cell: ({ slot }) => slot },
  { head: "dividend", number: true, cell: ({ dividend }) => percent(dividend) },
  { head: "in consensus", number: true, cell: ({ consensus }) => percent(consensus) },
  { head: "stake in TORA", number: true, cell: ({ stake }) => amount(stake) },
  { head: "validator", cell: ({ account }) => <Hex value={account} what="validator" /> },
];

/** The subnets with their phase and their leaderboards. */
export function SubnetsPanel({ panel }: { panel: Panel<SubnetRow[]> | undefined }) {
  return (
    <PanelView
      title="Subnets"
      id="subnets"
      panel={panel}
      empty={{
        when: (rows) => rows.length === 0,
        text: "no subnets; name some under `subnets` in the stack file",
      }}
    >
      {(rows) => rows.map((row) => <Subnet key={row.id} row={row} />)}
    </PanelView>
  );
}

const PHASES = ["query", "commit", "reveal", "aggregate"];

function Subnet({ row }: { row: SubnetRow }) {
  const { name, retired, epoch, phase, blocksLeft, aggregated, weight, emission, claimed } = row;
  return (
    <article class="subnet" aria-label={`subnet ${name}`}>
      <h3>
        {name} {retired && <span class="quiet">retired</span>}
      </h3>
      {!retired && (
        <p>
          Epoch {count(epoch)}:{" "}
          <span class="phases">
            {PHASES.map((one) => (
              <span
                key={one}
                class={one === phase ? "now" : ""}
                aria-current={one === phase ? "step" : undefined}
              >
                {one}
              </span>
            ))}
          </span>{" "}
          {count(blocksLeft)} blocks left
        </p>
      )}
      <p class="quiet">
        Weight {weight}. Epoch {count(aggregated)} emitted {amount(emission)} TORA, {amount(claimed)} claimed.
      </p>
      <div class="boards">
        <Board
          title={`Miners of ${name}`}
          columns={MINERS}
          rows={row.miners}
          keyOf={({ uid }) => uid}
          none="no miners"
        />
        <Board
          title={`Validators of ${name}`}
          columns={VALIDATORS}
          rows={row.validators}
          keyOf={({ slot }) => slot}
          none="no validators"
        />
      </div>
    </article>
  );
}

interface BoardProps<T> {
  title: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => number;
  none: string;
}

const Board = <T,>({ title, columns, rows, keyOf, none }: BoardProps<T>) =>
  rows.length === 0 ? (
    <p class="quiet">{none}</p>
  ) : (
    <Table caption={title} columns={columns} rows={rows} keyOf={keyOf} />
  );
