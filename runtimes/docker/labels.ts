/** Labels of everything of a stack. */
export const LABELS = {
  stack: "tensora.stack",
  /** Which stack has made it: another checkout may have one of the same name. */
  owner: "tensora.owner",
  service: "tensora.service",
  role: "tensora.role",
  program: "tensora.program",
  version: "tensora.version",
  /** With the name of what restarts the service when it changes. */
  trigger: "tensora.trigger.",
  genesis: "tensora.genesis",
} as const;
