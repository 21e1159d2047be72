/** What Ctrl-C asks for, ever more urgently. */
export interface Interrupts {
  /** The first: finish what is in flight, begin nothing else. */
  polite: AbortSignal;
  /** The second: give up what is in flight, too. */
  urgent: AbortSignal;
  /** Leaves Ctrl-C to Node again. */
  release(): void;
}

/**
 * Listens to Ctrl-C and to SIGTERM, which counts as the first one. The third ends this process at once: what was
 * begun is taken up by the next run.
 * @param say tells the user what the last one did
 */
export function listenToInterrupts(say: (line: string) => void): Interrupts {
  const polite = new AbortController();
  const urgent = new AbortController();
  const onInterrupt = () => {
    if (urgent.signal.aborted) process.exit(130);
    if (polite.signal.aborted) {
      say("giving up what is under way");
      urgent.abort();
      return;
    }
    say("stopping: what is under way is finished first; Ctrl-C again gives it up");
    polite.abort();
  };
  const onTerminate = () => polite.abort();
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    polite: polite.signal,
    urgent: urgent.signal,
    release() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
