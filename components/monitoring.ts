import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import { NODES, SERVICES, type ServiceName, type SharedFile } from "../spec/services.ts";
import { alertmanagerArgs, renderAlertmanager } from "../monitoring/alertmanager.ts";
import { prometheusArgs, renderPrometheus, type Target } from "../monitoring/prometheus.ts";
import { alertRules, renderRules } from "../monitoring/rules/index.ts";
import { stackFile } from "../runtimes/common/layout.ts";
import type { PendingService } from "../runtimes/common/runtime.ts";
import { serviceSpec } from "../runtimes/common/service-spec.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import type { ComponentContext, Running } from "./context.ts";
import { ruleSettings } from "./monitoring-rules.ts";
import { ConfigFile } from "../resources/files.ts";
import type { Rollup } from "./rollup.ts";

/** Seconds that alerts of one service are gathered for. */
const GATHER = 5;
const PROMETHEUS = SERVICES.prometheus.name;
const ALERTMANAGER = SERVICES.alertmanager.name;
const FILES = { prometheus: "prometheus.yml", rules: "rules.yml", alertmanager: "alertmanager.yml" } as const;

/** Services whose series the exporter gives together with its own. */
const TOGETHER: readonly ServiceName[] = [NODES.sequencer.geth, NODES.sequencer.node];

/** What Prometheus scrapes: every service with metrics; the sequencer's programs by way of the exporter. */
export function targetsOf(services: readonly PendingService[], place: Placement): Target[] {
  return services.flatMap(({ name, metrics }) => {
    if (!metrics || TOGETHER.includes(name)) return [];
    return [{ job: name, address: new URL(place.url(name, metrics.port)).host, path: metrics.path }];
  });
}

export const prometheusServiceSpec = (spec: DevnetSpec, place: Placement): ServiceSpec =>
  watcherSpec(spec, place, PROMETHEUS, FILES.prometheus, (where) =>
    prometheusArgs(where, spec.monitoring.retention),
  );

export const alertmanagerServiceSpec = (spec: DevnetSpec, place: Placement): ServiceSpec =>
  watcherSpec(spec, place, ALERTMANAGER, FILES.alertmanager, alertmanagerArgs);

/** One of Prometheus' programs. */
function watcherSpec(
  spec: DevnetSpec,
  place: Placement,
  name: ServiceName,
  configuration: SharedFile,
  argsOf: (where: Parameters<typeof alertmanagerArgs>[0]) => string[],
): ServiceSpec {
  const { ports } = spec.services[name];
  const where = { config: place.file(configuration), data: place.data(), listen: place.listen };
  return serviceSpec(spec, name, {
    args: argsOf({ ...where, port: ports.web ?? 0 }),
    health: { kind: "http", port: "web", path: "/-/ready", deadline: 60 },
  });
}

/** Prometheus, which scrapes every service and looks at the alert rules, and Alertmanager, which tells of alerts. */
export class Monitoring extends pulumi.ComponentResource {
  readonly running: Running[];

  constructor(
    private readonly context: ComponentContext,
    { rollup, watched }: { rollup: Rollup; watched: readonly Running[] },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Monitoring", "monitoring", {}, options);
    const { spec, runtime } = context;
    const places = {
      prometheus: runtime.placement(PROMETHEUS),
      alertmanager: runtime.placement(ALERTMANAGER),
    };
    const manager = alertmanagerServiceSpec(spec, places.alertmanager);
    const prometheus = prometheusServiceSpec(spec, places.prometheus);
    const services = [...watched.map(({ spec: service }) => service), manager, prometheus];
    const { webhooks, repeat, interval } = spec.monitoring;
    const log = `${places.alertmanager.url(SERVICES.exporter.name, "metrics")}/alerts`;
    const files = {
      // Of a web hook whoever has its URL may write to it.
      [FILES.alertmanager]: pulumi.secret(
        renderAlertmanager({ webhooks: [log, ...webhooks], gather: GATHER, repeat }),
      ),
      [FILES.rules]: renderRules(alertRules(ruleSettings(spec))),
      [FILES.prometheus]: renderPrometheus({
        interval,
        targets: targetsOf(services, places.prometheus),
        ruleFile: places.prometheus.file(FILES.rules),
        alertmanager: new URL(places.prometheus.url(ALERTMANAGER, "web")).host,
      }),
    };
    const made = Object.entries(files).map(([name, text]) => [name, this.file(name, text)] as const);
    this.running = [manager, prometheus].map((service) => {
      const own = made.filter(([name]) => service.files.includes(name as SharedFile));
      const triggers = Object.fromEntries(own.map(([name, { digest }]) => [name, digest]));
      const volume = runtime.volume(service.name, rollup.genesis.hash, this);
      const launch = { parent: this, dependsOn: [volume], triggers };
      return { spec: service, resource: runtime.launch(service, launch) };
    });
    this.registerOutputs({});
  }

  private file(name: string, text: pulumi.Input<string>): ConfigFile {
    const { spec, runtime } = this.context;
    const owner = runtime.owner === undefined ? {} : { owner: runtime.owner };
    return new ConfigFile(name, { file: stackFile(spec.dir, name), text, ...owner }, { parent: this });
  }
}
