/** Runs `up` of a stack, and kills its own process soon after an operation on a resource of a type has begun. */
import fs from "node:fs";
import path from "node:path";
import { passphrase } from "../../stack/passphrase.ts";
import { operate } from "../../engine/operation.ts";
import { projectRoot } from "../../lib/root.ts";

const [stack, type, delay] = JSON.parse(process.argv[2] ?? "[]") as [string, string, number];
const root = projectRoot();
const state = path.join(root, ".pulumi/stacks/tensora", `${stack}.json`);

/** Whether the state file has an operation on such a resource that has begun and is not over. */
function underWay(): boolean {
  const { checkpoint } = JSON.parse(fs.readFileSync(state, "utf8"));
  const operations: { resource: { type: string } }[] = checkpoint.latest.pending_operations ?? [];
  return operations.some(({ resource }) => resource.type === type);
}

let ending = false;
const result = await operate(
  "up",
  { root, stack, passphrase: () => passphrase(root), onEvent: () => undefined },
  {
    onWrite(moment) {
      if (moment === "before" || ending || !underWay()) return;
      ending = true;
      setTimeout(() => process.kill(process.pid, "SIGKILL"), delay);
    },
  },
);
for (const { name, message } of result.errors) console.error(name, message);
process.exit(result.ok ? 0 : 1);
