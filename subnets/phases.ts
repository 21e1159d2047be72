/** The phases of an epoch, by the number that ISubnetClock.Phase has for each. */
export const PHASES = ["query", "commit", "reveal", "aggregate"] as const;
export type Phase = (typeof PHASES)[number];
