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
      say("cancelling operations in progress");
      urgent.abort();
      return;
    }
    say("stopping: finishing operations in progress; press Ctrl-C again to cancel them");
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
