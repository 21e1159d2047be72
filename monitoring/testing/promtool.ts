import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { programPath } from "../../toolchain/index.ts";
import { type AlertRule, annotationsOf, renderRules } from "../rules/index.ts";
import { type Case, SAMPLES, STEP } from "./cases.ts";

/** Runs promtool in a folder with these files. */
export async function promtool(args: readonly string[], files: Readonly<Record<string, string>>) {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-rules-"));
  try {
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(cwd, name), text);
    const { exitCode, all } = await execa(programPath("promtool"), args, { cwd, all: true, reject: false });
    return { exitCode, all };
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true });
  }
}

/** Has promtool play a case, and compare the alert of the rule with what is expected at the end. */
export function playCase(
  rules: readonly AlertRule[],
  rule: AlertRule,
  { series, beside = {}, ...values }: Case,
  which: "quiet" | "fires",
  expected: "quiet" | "fires" = which,
) {
  const labels = Object.fromEntries(
    [...series.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value]),
  );
  const alert = {
    exp_labels: { severity: rule.severity, ...labels },
    exp_annotations: annotationsOf(rule),
  };
  const test = {
    rule_files: ["rules.yml"],
    evaluation_interval: `${STEP}s`,
    tests: [
      {
        interval: `${STEP}s`,
        input_series: [
          { series, values: values[which] },
          ...Object.entries(beside).map(([other, value]) => ({
            series: other,
            values: `${value}x${SAMPLES}`,
          })),
        ],
        alert_rule_test: [
          {
            eval_time: `${SAMPLES * STEP}s`,
            alertname: rule.name,
            exp_alerts: expected === "fires" ? [alert] : [],
          },
        ],
      },
    ],
  };
  return promtool(["test", "rules", "test.yml"], {
    "rules.yml": renderRules(rules),
    "test.yml": stringify(test),
  });
}
