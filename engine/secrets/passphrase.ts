import crypto from "node:crypto";
import { promisify } from "node:util";
import { TensoraError } from "../../lib/errors.ts";

const pbkdf2 = promisify(crypto.pbkdf2);
const ROUNDS = 1_000_000;
const PROBE = "pulumi";

/**
 * The key of Pulumi's passphrase secrets provider: PBKDF2-SHA256, AES-256-GCM, texts as `v1:<nonce>:<ciphertext>`,
 * the salt as `v1:<salt>:<encrypted probe>`. Deriving it takes a quarter of a second on another thread, so it is
 * done only when a secret is met.
 */
export class PassphraseKey {
  #salt: string | undefined;
  #deriving: Promise<Buffer> | undefined;
  #key: Buffer | undefined;
  /** Plain text to cipher text: what did not change does not churn the state file. */
  readonly #known = new Map<string, string>();

  constructor(
    salt: string | undefined,
    private readonly passphrase: (() => string | Promise<string>) | undefined,
  ) {
    this.#salt = salt;
  }

  /** The salt as it stands in the state file; absent until a first secret was encrypted. */
  get salt(): string | undefined {
    return this.#salt;
  }

  /** Derives the key once. @throws TensoraError without a passphrase, or with a wrong one. */
  async ready(): Promise<void> {
    this.#deriving ??= this.#derive();
    this.#key = await this.#deriving;
  }

  async encrypt(text: string): Promise<string> {
    await this.ready();
    return this.#encrypt(text);
  }

  async decrypt(text: string): Promise<string> {
    await this.ready();
    const plain = open(this.#key as Buffer, text);
    this.#known.set(plain, text);
    return plain;
  }

  #encrypt(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const sealed = seal(this.#key as Buffer, text);
    this.#known.set(text, sealed);
    return sealed;
  }

  async #derive(): Promise<Buffer> {
    if (this.passphrase === undefined) {
      throw new TensoraError("the stack has secrets, but no passphrase was given", {
        next: ["set PULUMI_CONFIG_PASSPHRASE"],
      });
    }
    const phrase = await this.passphrase();
    const [, text, ...probe] = this.#salt?.split(":") ?? [];
    const salt = text === undefined ? crypto.randomBytes(8) : Buffer.from(text, "base64");
    const key = await pbkdf2(phrase, salt, ROUNDS, 32, "sha256");
    if (this.#salt === undefined) this.#salt = `v1:${salt.toString("base64")}:${seal(key, PROBE)}`;
    else if (!opensTo(key, probe.join(":"), PROBE)) {
      throw new TensoraError("the passphrase is wrong", {
        next: ["use the passphrase that the stack was created with"],
      });
    }
    return key;
  }
}

function seal(key: Buffer, text: string): string {
  const nonce = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function open(key: Buffer, text: string): string {
  const [version, nonce, body] = text.split(":");
  if (version !== "v1" || nonce === undefined || body === undefined) {
    throw new TensoraError("an encrypted value has an unknown format", { next: ["encrypt it again"] });
  }
  const sealed = Buffer.from(body, "base64");
  const decipher = crypto.createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new TensoraError("an encrypted value cannot be decrypted with the passphrase", { cause });
  }
}

function opensTo(key: Buffer, text: string, expected: string): boolean {
  try {
    return open(key, text) === expected;
  } catch {
    return false;
  }
}
