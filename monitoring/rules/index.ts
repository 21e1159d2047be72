import { stringify } from "yaml";
import { chainRules } from "./chains.ts";
import { moneyRules } from "./money.ts";
import { serviceRules } from "./services.ts";
import { subnetRules } from "./subnets.ts";
import type { AlertRule, RuleSettings } from "./types.ts";
import { USAGE } from "./usage.ts";

export type { AlertRule, RuleSettings } from "./types.ts";

/** Every alert of a stack. */
export const alertRules = (settings: RuleSettings): AlertRule[] => [
  ...chainRules(settings),
  ...moneyRules(settings),
  ...subnetRules(settings),
  ...serviceRules(settings),
];

/** Where a rule's page is, from the project's root. */
export const runbookOf = (name: string) => `docs/runbooks/${name}.md`;

/** The alerts, and what dashboards ask for, as a rule file of Prometheus. */
export const renderRules = (rules: readonly AlertRule[]): string =>
  stringify({
    groups: [
      {
        name: "tensora",
        rules: rules.map((rule) => ({
          alert: rule.name,
          expr: rule.expression,
          for: `${rule.for}s`,
          labels: { severity: rule.severity },
          annotations: annotationsOf(rule),
        })),
      },
      {
        name: "tensora-usage",
        rules: USAGE.map(({ record, expression }) => ({ record, expr: expression })),
      },
    ],
  });

/** What is said with an alert. */
export const annotationsOf = ({ name, summary }: AlertRule) => ({ summary, runbook: runbookOf(name) });

/** The exporter looks, Prometheus scrapes and looks at its rules, Alertmanager gathers: each once more at the worst. */
const LOOKS = 4;

/** Seconds from a fault to its alert in Alertmanager, at the latest. @param interval seconds between two looks */
export const statedTime = (rule: AlertRule, interval: number) => rule.after + rule.for + LOOKS * interval + 5;
