/** The test provider as a plugin of its own: prints its port, ends when its standard input does. */
import { serveTestProvider } from "./provider.ts";

const { port } = await serveTestProvider(() => process.kill(process.pid, "SIGKILL"));
process.stdout.write(`${port}\n`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
