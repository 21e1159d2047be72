/** A label as `@pulumi/docker` has it. */
export interface Label {
  label: string;
  value: string;
}

/** What this project's programs say of a container. */
export interface ContainerInputs {
  name: string;
  image: string;
  user?: string;
  entrypoints?: string[];
  command?: string[];
  envs?: string[];
  networksAdvanced?: { name: string; aliases?: string[] }[];
  ports?: { internal: number; external?: number; ip?: string; protocol?: string }[];
  volumes?: { containerPath: string; hostPath?: string; volumeName?: string; readOnly?: boolean }[];
  readOnly?: boolean;
  tmpfs?: Record<string, string>;
  capabilities?: { adds?: string[]; drops?: string[] };
  securityOpts?: string[];
  restart?: string;
  healthcheck?: {
    tests: string[];
    interval?: string;
    timeout?: string;
    retries?: number;
    startPeriod?: string;
  };
  /** Whether it must be healthy before it counts as made, and for how many seconds that is waited for. */
  wait?: boolean;
  waitTimeout?: number;
  stopSignal?: string;
  /** Seconds. */
  stopTimeout?: number;
  destroyGraceSeconds?: number;
  logDriver?: string;
  logOpts?: Record<string, string>;
  labels?: Label[];
  /** Mebibytes. */
  memory?: number;
  /** Such as `1.5`. */
  cpus?: string;
}
