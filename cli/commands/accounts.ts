import { ACCOUNT_ROLES } from "../../spec/devnet.ts";
import { TensoraError } from "../../lib/errors.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { StackOptions } from "../request.ts";
import { openStack } from "../smoke/keys.ts";
import { columns } from "../ui/table.ts";

/** Prints who acts for each role, keys included: those of a local stack protect nothing. */
export async function accounts({ stack, json = false }: StackOptions): Promise<ExitCode> {
  const { spec, keys } = await openStack(stack);
  if (!spec.local) throw notLocal("accounts prints private keys", stack);
  const all = ACCOUNT_ROLES.map((role) => ({ role, address: spec.accounts[role], privateKey: keys[role] }));
  const rows = all.map(({ role, address, privateKey }) => [role, address, privateKey]);
  console.log(
    json ? JSON.stringify(all, undefined, 2) : columns(rows, ["role", "address", "private key"]).join("\n"),
  );
  return EXIT.ok;
}

/** The refusal of a command that is for local stacks only. @param what the reason, as a sentence's beginning */
export const notLocal = (what: string, stack: string) =>
  new TensoraError(`${what}, but stack ${stack} is not local`, {
    next: ["use a local stack: a dev L1, and all services listening on loopback"],
  });
