import type { AlertRule, RuleSettings } from "./types.ts";

/** Rules on balances, the price and the bridge. */
export function moneyRules({ lowest, priceMaxAge }: RuleSettings): AlertRule[] {
  return [
    {
      name: "BatcherBalanceLow",
      expression: `tensora_batcher_balance_bnb < ${lowest.batcher}`,
      after: 0,
      for: 30,
      severity: "warning",
      summary: "The batcher will soon be unable to pay for L1 transactions.",
    },
    {
      name: "ProposerBalanceLow",
      expression: `tensora_proposer_balance_bnb < ${lowest.proposer}`,
      after: 0,
      for: 30,
      severity: "warning",
      summary: "The proposer will soon be unable to pay for L1 transactions.",
    },
    {
      name: "PaymasterDepositLow",
      expression: `tensora_paymaster_entrypoint_bnb < ${lowest.paymaster}`,
      after: 0,
      for: 60,
      severity: "critical",
      summary: "The paymaster's deposit is running out and is not refilled: gas payments in TORA will stop.",
    },
    {
      name: "PriceStale",
      expression: `tensora_paymaster_price_age_seconds > ${priceMaxAge}`,
      after: priceMaxAge,
      for: 15,
      severity: "critical",
      summary: "The paymaster's price has expired: operations paid in TORA are refused.",
    },
    {
      name: "BridgeInsolvent",
      expression: "tensora_bridge_margin_tora < 0",
      after: 0,
      for: 15,
      severity: "critical",
      summary: "There is more TORA on L2 than the L1 bridge holds.",
    },
  ];
}
