import { formatEther } from "viem";
import type { SubnetView } from "../../subnets/view.ts";
import { faint, strong } from "./colours.ts";
import { columns } from "./table.ts";

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const tora = (wei: bigint) => Number(formatEther(wei)).toFixed(3);
/** Of 65,535, as a percentage. */
const part = (value: number | undefined) => ((100 * (value ?? 0)) / 65_535).toFixed(0);

/** A subnet in a table of all. */
export const subnetLine = (view: SubnetView): string[] => [
  view.retired ? faint(`${view.name} (retired)`) : view.name,
  String(view.epoch),
  `${view.phase}, ${view.blocksLeft} blocks left`,
  String(view.miners.length),
  String(view.validators.length),
  String(view.emissions.weight),
  tora(view.emissions.miners + view.emissions.validators),
  tora(view.emissions.claimed),
];

/** A subnet with its leaderboards. Scores and bonds are a column a miner, in hundredths of the most. */
export function subnetLines(view: SubnetView): string[] {
  const uids = view.miners.map(({ uid }) => uid).sort((a, b) => a - b);
  const { miners, validators, emissions } = view;
  const matrix = (of: "scores" | "bonds") =>
    columns(
      validators.map((validator) => [String(validator.slot), ...uids.map((uid) => part(validator[of][uid]))]),
      ["slot", ...uids.map((uid) => `uid ${uid}`)],
    );
  return [
    `${strong(view.name)}  subnet ${view.id}${view.retired ? ", retired" : ""}, epoch ${view.epoch}: ${view.phase}, ${view.blocksLeft} blocks left (block ${view.block})`,
    `weight ${emissions.weight}; epoch ${view.aggregated}: ${tora(emissions.miners)} TORA to miners, ${tora(emissions.validators)} to validators, ${tora(emissions.claimed)} claimed; ${tora(emissions.owed)} accrued`,
    "",
    strong(`Miners, by incentive in epoch ${view.aggregated}`),
    ...columns(
      miners.map((m) => [
        String(m.uid),
        percent(m.incentive),
        percent(m.consensus),
        m.account,
        faint(m.endpoint),
      ]),
      ["uid", "incentive", "consensus", "account", "endpoint"],
    ),
    "",
    strong("Validators"),
    ...columns(
      validators.map((v) => [
        String(v.slot),
        percent(v.dividend),
        percent(v.validatorTrust),
        percent(v.trust),
        `${tora(v.stake)} TORA`,
        v.account,
      ]),
      ["slot", "dividend", "in consensus", "trust", "stake", "account"],
    ),
    "",
    strong("Scores, last revealed"),
    ...matrix("scores"),
    "",
    strong("Bonds"),
    ...matrix("bonds"),
  ];
}
