import type Docker from "dockerode";
import type { ContainerInputs } from "../../../runtimes/docker/container-inputs.ts";
import { labelsOf } from "./host.ts";

/** All of them: what is not here is refused. */
export const KNOWN = [
  "name",
  "image",
  "user",
  "entrypoints",
  "command",
  "envs",
  "networksAdvanced",
  "ports",
  "volumes",
  "readOnly",
  "tmpfs",
  "capabilities",
  "securityOpts",
  "restart",
  "healthcheck",
  "wait",
  "waitTimeout",
  "stopSignal",
  "stopTimeout",
  "destroyGraceSeconds",
  "logDriver",
  "logOpts",
  "labels",
  "memory",
  "cpus",
] satisfies (keyof ContainerInputs)[];

/** Those that say how the container is treated, not what it is: they change without a new one. */
export const TREATMENT: readonly string[] = ["wait", "waitTimeout", "destroyGraceSeconds"];

/** A container as the daemon's API takes it. */
export function createOptions(inputs: ContainerInputs): Docker.ContainerCreateOptions {
  const { networksAdvanced: networks = [], healthcheck } = inputs;
  return {
    name: inputs.name,
    Image: inputs.image,
    ...given("User", inputs.user),
    ...given("Entrypoint", inputs.entrypoints),
    ...given("Cmd", inputs.command),
    ...given("Env", inputs.envs),
    ...given("StopSignal", inputs.stopSignal),
    ...given("StopTimeout", inputs.stopTimeout),
    ...given("Healthcheck", healthcheck && healthOf(healthcheck)),
    Labels: labelsOf(inputs.labels),
    ExposedPorts: Object.fromEntries((inputs.ports ?? []).map((port) => [portKey(port), {}])),
    HostConfig: hostConfig(inputs),
    NetworkingConfig: {
      EndpointsConfig: Object.fromEntries(
        networks.map(({ name, aliases = [] }) => [name, { Aliases: aliases }]),
      ),
    },
  };
}

function hostConfig(inputs: ContainerInputs): Docker.HostConfig {
  const { ports = [], volumes = [], networksAdvanced = [], logDriver, capabilities, memory, cpus } = inputs;
  return {
    // Without it the first network would be the daemon's own.
    ...given("NetworkMode", networksAdvanced[0]?.name),
    PortBindings: Object.fromEntries(
      ports.map((port) => [
        portKey(port),
        [{ HostIp: port.ip ?? "0.0.0.0", HostPort: String(port.external ?? "") }],
      ]),
    ),
    Mounts: volumes.map(({ containerPath, hostPath, volumeName, readOnly = false }) => ({
      Type: hostPath === undefined ? "volume" : "bind",
      Source: hostPath ?? volumeName ?? "",
      Target: containerPath,
      ReadOnly: readOnly,
    })),
    ReadonlyRootfs: inputs.readOnly ?? false,
    ...given("Tmpfs", inputs.tmpfs),
    ...given("CapAdd", capabilities?.adds),
    ...given("CapDrop", capabilities?.drops),
    ...given("SecurityOpt", inputs.securityOpts),
    ...given("RestartPolicy", inputs.restart === undefined ? undefined : { Name: inputs.restart }),
    ...given(
      "LogConfig",
      logDriver === undefined ? undefined : { Type: logDriver, Config: inputs.logOpts ?? {} },
    ),
    ...given("Memory", memory === undefined ? undefined : memory * 2 ** 20),
    // No swap on top of it: the limit is the limit.
    ...given("MemorySwap", memory === undefined ? undefined : memory * 2 ** 20),
    ...given("NanoCpus", cpus === undefined ? undefined : Math.round(Number(cpus) * 1e9)),
  };
}

const portKey = ({ internal, protocol = "tcp" }: { internal: number; protocol?: string }) =>
  `${internal}/${protocol}`;

const given = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]: V });

const healthOf = ({
  tests,
  interval,
  timeout,
  retries,
  startPeriod,
}: Required<ContainerInputs>["healthcheck"]) => ({
  Test: tests,
  ...given("Interval", nanoseconds(interval)),
  ...given("Timeout", nanoseconds(timeout)),
  ...given("Retries", retries),
  ...given("StartPeriod", nanoseconds(startPeriod)),
});

const UNITS: Record<string, number> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** A duration as Go writes it, such as `15s`. @throws RangeError for anything else */
export function nanoseconds(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(duration) ?? [];
  const factor = UNITS[unit];
  if (number === undefined || factor === undefined)
    throw new RangeError(`${duration} is not a valid duration: write it like 15s`);
  return Number(number) * factor;
}
