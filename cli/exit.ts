/** How a command ends, as its exit code. */
export const EXIT = {
  ok: 0,
  /** Something failed, or a gate did not pass. */
  failed: 1,
  /** The user pressed Ctrl-C, or said no. */
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
