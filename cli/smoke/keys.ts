import type { Hex } from "viem";
import { type Devnet, loadStack } from "../../config/index.ts";
import { PassphraseKey } from "../../engine/secrets/passphrase.ts";
import { ownPassphrase, root } from "../request.ts";

/** The keys of the Safe's owners from the stack file. @throws ConfigError, or for a wrong passphrase */
export async function safeOwnerKeys(stack: string): Promise<Hex[]> {
  const { keys } = await openStack(stack);
  return [keys.safeOwner1, keys.safeOwner2, keys.safeOwner3];
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
