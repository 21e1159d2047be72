import { ruleSettings } from "../../components/monitoring-rules.ts";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { loadStack } from "../../config/index.ts";
import { TensoraError } from "../../lib/errors.ts";
import { projectRoot } from "../../lib/root.ts";
import { until } from "../../lib/wait.ts";
import { SERVICES } from "../../spec/services.ts";
import { queriesWithoutData } from "../../monitoring/dashboards/data.ts";
import { alertRules, statedTime } from "../../monitoring/rules/index.ts";
import type { TestStack } from "../e2e/stack.ts";
import { nearlyTooFull } from "./disk.ts";
import { Faults } from "./faults.ts";
import type { Scenario } from "./scenarios.ts";
import { AlertWatch, pageOf } from "./watch.ts";

/** Seconds between two scrapes. */
const INTERVAL = 1;
/** Seconds until everything must be well again: the batcher has to catch up, and Prometheus to see it. */
const HEALED = 180;

/** An alert that was seen. Times in seconds. */
export interface Sighting {
  fault: string;
  alert: string;
  stated: number;
  took: number;
  resolved: number;
}

/** A stack with monitoring that faults are done to. */
export class AlertSession {
  private constructor(
    /** A new one for each fault: several are done at a time. */
    private readonly faults: () => Faults,
    readonly watch: AlertWatch,
    /** Its Prometheus. */
    readonly prometheus: string,
    /** Seconds within which each alert must come. */
    private readonly stated: Readonly<Record<string, number>>,
  ) {}

  /** The names of all alerts. */
  get rules(): string[] {
    return Object.keys(this.stated).sort();
  }

  /** Brings the stack up, with or without the subnets of `local`. @throws TensoraError with what `up` has said when it fails */
  static async start(stack: TestStack, options: { subnets: boolean }): Promise<AlertSession> {
    const monitoring = { enabled: true, interval: INTERVAL, lowest: { disk: nearlyTooFull(projectRoot()) } };
    await stack.make({ monitoring, ...(options.subnets ? {} : { subnets: [] }) });
    const { exitCode, all } = await stack.run("up", "--yes");
    if (exitCode !== 0) throw new TensoraError(`up failed: ${all}`);
    const { spec } = await loadStack({ root: projectRoot(), stack: stack.name });
    const rules = alertRules(ruleSettings(spec));
    const stated = rules.map((rule) => [rule.name, statedTime(rule, INTERVAL)] as const);
    const outputs = await stack.json<DevnetOutputs>("outputs");
    return new AlertSession(
      () => new Faults(stack, spec, outputs),
      new AlertWatch(outputs),
      pageOf(outputs, SERVICES.prometheus.name),
      Object.fromEntries(stated),
    );
  }

  /**
   * Waits until every panel of the dashboards has data: rates need a second scrape, and batches.
   * @param without the dashboard of what the stack has not
   */
  async dashboards({ without }: { without?: string } = {}): Promise<void> {
    const all = async () => {
      const empty = (await queriesWithoutData(this.prometheus)).filter(
        (query) => without === undefined || !query.startsWith(without),
      );
      if (empty.length > 0) throw new Error(`no data for\n${empty.join("\n")}`);
      return true;
    };
    await until("data for every panel", all, { deadline: HEALED, every: 1000 });
  }

  /** Does a fault to the stack, and sees its alerts come, each in its time, and heals it. @returns seconds that each took */
  async comes({ alerts, inject }: Scenario): Promise<number[]> {
    const faults = this.faults();
    try {
      await inject(faults);
      return await Promise.all(alerts.map((alert) => this.watch.fires(alert, this.timeOf(alert))));
    } finally {
      await faults.heal();
    }
  }

  /** The same, and sees the alerts go. */
  see = async (scenario: Scenario): Promise<Sighting[]> => this.goes(scenario, await this.comes(scenario));

  /** Sees the alerts of a healed fault go. @param took what it took them to come */
  async goes({ fault, alerts, healed = HEALED }: Scenario, took: readonly number[]): Promise<Sighting[]> {
    const resolved = await Promise.all(alerts.map((alert) => this.watch.resolves(alert, healed)));
    return alerts.map((alert, index) => ({
      fault,
      alert,
      stated: this.timeOf(alert),
      took: took[index] ?? Number.NaN,
      resolved: resolved[index] ?? Number.NaN,
    }));
  }

  private timeOf = (alert: string) => this.stated[alert.split(" ")[0] ?? ""] ?? Number.NaN;
}
