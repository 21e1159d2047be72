import { collectDefaultMetrics, Registry } from "prom-client";

/**
 * A registry that tells of the program itself, too: processor time, memory, when it was started, the event loop.
 * @param prefix of those series, where another program's stand in the same answer
 */
export function programRegistry(prefix = ""): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix });
  return register;
}
