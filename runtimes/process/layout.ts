import path from "node:path";

/** Where the process runtime keeps what in a stack's folder. */
export const layout = {
  /** A service's durable folder. */
  data: (dir: string, service: string) => path.join(dir, "data", service),
  log: (dir: string, service: string) => path.join(dir, "logs", `${service}.log`),
  supervisorLog: (dir: string) => path.join(dir, "logs", "supervisor.log"),
  services: (dir: string) => path.join(dir, "services"),
  /** What is to run; holds secrets. */
  descriptor: (dir: string, service: string) => path.join(dir, "services", `${service}.json`),
  run: (dir: string) => path.join(dir, "run"),
  /** What became of a service: its process, its exits. */
  record: (dir: string, service: string) => path.join(dir, "run", `${service}.service.json`),
  /** Which process supervises the stack. */
  supervisor: (dir: string) => path.join(dir, "run", "supervisor.json"),
  socket: (dir: string) => path.join(dir, "run", SOCKET),
} as const;

export const SOCKET = "supervisor.sock";

/** Rotated logs, the youngest first. */
export const ROTATED_LOGS = 3;
export const rotatedLog = (log: string, age: number) => `${log}.${age}`;
