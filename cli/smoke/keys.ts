import type { Hex } from "viem";
import { loadStack } from "../../config/index.ts";
import { PassphraseKey } from "../../engine/secrets/passphrase.ts";
import { ownPassphrase, root } from "../request.ts";

/** The keys of the Safe's owners from the stack file, opened in memory. @throws ConfigError, or for a wrong passphrase */
export async function safeOwnerKeys(stack: string): Promise<Hex[]> {
  const opened = new Map<string | undefined, PassphraseKey>();
  const decrypt = (sealed: string, salt: string | undefined) => {
    const key = opened.get(salt) ?? new PassphraseKey(salt, ownPassphrase);
    opened.set(salt, key);
    return key.decrypt(sealed);
  };
  const { keys } = await loadStack({ root: root(), stack, decrypt });
  return [keys.safeOwner1, keys.safeOwner2, keys.safeOwner3];
}
