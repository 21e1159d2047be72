/** `npx tsx tests/cluster/main.ts`: a cluster to try things on, until Ctrl-C. */
import { startCluster } from "./up.ts";

const { stop, ...cluster } = await startCluster();
console.log(JSON.stringify(cluster, undefined, 2));
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stop().then(() => process.exit(0)));
// Nothing else keeps this process.
setInterval(() => {}, 60_000);
