import { isObject } from "../../lib/values.ts";
import { isSecret, type Props, SECRET, SIG } from "../wire.ts";
import type { PassphraseKey } from "./passphrase.ts";

/** The same properties with every secret encrypted, as the state file keeps them. */
export const sealProps = (props: Props, key: PassphraseKey): Promise<Props> =>
  convertSecrets(props, async (secret) => {
    if (secret.ciphertext !== undefined) return secret;
    return { [SIG]: SECRET, ciphertext: await key.encrypt(JSON.stringify(secret.value ?? null)) };
  });

/** The same properties with every secret opened. */
export const openProps = (props: Props, key: PassphraseKey): Promise<Props> =>
  convertSecrets(props, async (secret) => {
    if (typeof secret.ciphertext !== "string") return secret;
    return { [SIG]: SECRET, value: JSON.parse(await key.decrypt(secret.ciphertext)) };
  });

async function convertSecrets(props: Props, convert: (secret: Props) => Promise<Props>): Promise<Props> {
  const visit = async (value: unknown): Promise<unknown> => {
    if (isSecret(value)) return convert(value);
    if (Array.isArray(value)) return Promise.all(value.map(visit));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(async ([key, member]) => [key, await visit(member)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  return (await visit(props)) as Props;
}
