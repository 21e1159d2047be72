import type { TestStack } from "../e2e/stack.ts";

/** Where a runtime runs services, as its tests see it from outside. */
export interface Machine {
  /** What a stack file says of it. */
  values: Record<string, Record<string, unknown>>;
  /** What runs now, by service: another text is another process or container. */
  running(stack: TestStack): Promise<Record<string, string>>;
  /** Ends a service as a crash would. */
  kill(stack: TestStack, service: string): Promise<void>;
  /** What a stack has left behind. */
  leftovers(stack: TestStack): Promise<string[]>;
  /** Seconds within which a killed service must be back by itself. */
  healing: number;
  end(): Promise<void>;
}
