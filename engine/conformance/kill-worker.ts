/** Runs one operation and kills its own process around a chosen write of the state file. */
import { operate } from "../operation.ts";
import { launchTestProvider, PASSPHRASE } from "./harness.ts";
import { declared } from "./program.ts";

const [kind, root, program, moment, number] = JSON.parse(process.argv[2] ?? "[]");
let writes = 0;
operate(
  kind,
  { root, stack: "dev", passphrase: () => PASSPHRASE, onEvent: () => undefined },
  {
    launchProgram: declared(program),
    launchPlugin: launchTestProvider,
    onWrite(when) {
      if (when === "before") writes++;
      if (when === moment && writes === number) process.kill(process.pid, "SIGKILL");
    },
  },
).then((result) => process.exit(result.ok ? 0 : 1));
