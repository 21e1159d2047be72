import type { ProcessIdentity } from "./identity.ts";

/** What a client asks the supervisor to run. */
export interface Descriptor {
  name: string;
  /** Absolute path of the program. */
  program: string;
  args: string[];
  env: Record<string, string>;
  /** Never in arguments, logs or answers. */
  secretEnv: Record<string, string>;
  /** Durable folder; also the working directory and HOME. */
  data: string;
  /** Runs once, before the first start. */
  init?: { args: string[] };
  /** Order: lower ones stop first. Grace: seconds between the polite signal and the kill. */
  stop: { order: number; grace: number; signal: "SIGINT" | "SIGTERM" };
  /** Hash of all that needs a restart when it changes. */
  digest: string;
}

export type ServiceState =
  /** Its init runs, or its process is being made. */
  | "starting"
  | "running"
  /** Has ended and is started again after a pause. */
  | "restarting"
  | "stopping"
  /** Was asked to stop. */
  | "stopped"
  | "init-failed"
  /** Ended too often; it is not started again until it is asked for. */
  | "crash-loop"
  /** Ended while nobody supervised it, such as by a reboot. */
  | "dead";

export interface ExitInfo {
  /** Null when a signal ended it, or when it was not the supervisor's child and nobody knows. */
  code: number | null;
  signal: string | null;
  /** ISO time. */
  at: string;
  phase: "init" | "run";
  /** Why it could not even be started. */
  problem?: string;
}

/** What became of a service; kept in a file, so that another supervisor can go on with it. */
export interface ServiceRecord {
  state: ServiceState;
  process?: ProcessIdentity & { startedAt: string };
  /** Restarts by the supervisor since it was last asked for. */
  restarts: number;
  lastExit?: ExitInfo;
}

/** What a client is told of a service. */
export interface ServiceStatus {
  name: string;
  state: ServiceState;
  /** There is a supervisor that would restart it. */
  supervised: boolean;
  pid?: number;
  /** ISO time. */
  startedAt?: string;
  restarts: number;
  lastExit?: ExitInfo;
  /** Of the descriptor that it runs by. */
  digest: string;
  log: string;
}

/** Which process supervises a stack. */
export interface SupervisorRecord {
  process: ProcessIdentity;
  /** Hash of its code: a client with other code has it hand over to a new one. */
  code: string;
}

/** Set in the environment of everything a supervisor starts, so that no process is ever lost. */
export const MARK = { run: "TENSORA_SERVICE", init: "TENSORA_INIT" } as const;
export const markOf = (phase: keyof typeof MARK, dir: string, service: string) =>
  `${MARK[phase]}=${dir}:${service}`;
