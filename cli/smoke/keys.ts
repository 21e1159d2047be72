import type { Hex } from "viem";
import { type Devnet, loadStack } from "../../config/index.ts";
import { PassphraseKey } from "../../engine/secrets/passphrase.ts";
import { ownPassphrase, root } from "../request.ts";

/** The keys that drills act with, from the stack file. @throws ConfigError, or for a wrong passphrase */
export async function drillKeys(stack: string): Promise<{ safeOwners: Hex[]; operator: Hex; executor: Hex }> {
  const { safeOwner1, safeOwner2, safeOwner3, operator, ...keys } = (await openStack(stack)).keys;
  return { safeOwners: [safeOwner1, safeOwner2, safeOwner3], operator, executor: keys.bundlerExecutor1 };
}

/** A stack file's devnet with its secrets opened, in memory only. @throws ConfigError, or for a wrong passphrase */
export async function openStack(stack: string): Promise<Devnet> {
  const opened = new Map<string | undefined, PassphraseKey>();
  const decrypt = (sealed: string, salt: string | undefined) => {
    const key = opened.get(salt) ?? new PassphraseKey(salt, ownPassphrase);
    opened.set(salt, key);
    return key.decrypt(sealed);
  };
  return loadStack({ root: root(), stack, decrypt });
}
