import type { DevnetOutputs } from "../../components/outputs.ts";
import { until } from "../../lib/wait.ts";
import { type ServiceName, SERVICES } from "../../spec/services.ts";

/** An alert that Alertmanager has now. */
export interface Alert {
  labels: Record<string, string>;
}

/** The address of a service that has a page. */
export function pageOf({ services }: DevnetOutputs, name: ServiceName): string {
  const url = services.find((service) => service.name === name)?.pageUrl;
  if (url === undefined) throw new TypeError(`the stack has no ${name}`);
  return new URL(url).origin;
}

/** What a running stack's Alertmanager says, seen from outside. */
export class AlertWatch {
  private readonly manager: string;

  constructor(outputs: DevnetOutputs) {
    this.manager = pageOf(outputs, SERVICES.alertmanager.name);
  }

  /** The names of alerts that fire now, each with the service that it is about. */
  async firing(): Promise<string[]> {
    const response = await fetch(`${this.manager}/api/v2/alerts`);
    if (!response.ok) throw new Error(`Alertmanager answers ${response.status}`);
    const alerts = (await response.json()) as Alert[];
    return alerts.map(({ labels: { alertname, job } }) => `${alertname} of ${job}`).sort();
  }

  /** Waits until an alert fires. @param alert such as `OutputLate of exporter` @returns seconds that it took */
  fires = (alert: string, deadline: number) =>
    timed(`${alert} to fire`, deadline, async () => (await this.firing()).includes(alert));

  /** Waits until an alert is no more. @returns seconds that it took */
  resolves = (alert: string, deadline: number) =>
    timed(`${alert} to be resolved`, deadline, async () => !(await this.firing()).includes(alert));
}

async function timed(what: string, deadline: number, is: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  await until(what, is, { deadline, every: 500 });
  return (performance.now() - began) / 1000;
}
