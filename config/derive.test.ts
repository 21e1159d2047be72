import { privateKeyToAddress } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { PORTS } from "./defaults.ts";
import { type Devnet, derive } from "./derive.ts";
import { DEVELOPMENT_ADDRESSES, developmentAccount } from "./dev-accounts.ts";
import { ACCOUNT_ROLES, FORKS } from "../spec/devnet.ts";
import { SERVICE_NAMES } from "../spec/services.ts";
import { privateKey, resolved } from "./testing/problems.ts";

const PLACE = { stack: "local", root: "/project", ports: PORTS };
const devnet = async (values: Record<string, unknown> = {}): Promise<Devnet> =>
  derive(await resolved(values), PLACE);
const OWN_KEYS = Object.fromEntries(ACCOUNT_ROLES.map((role, index) => [role, privateKey(index)]));

function everyObject(value: unknown, visit: (object: object) => void): void {
  if (typeof value !== "object" || value === null) return;
  visit(value);
  for (const member of Object.values(value)) everyObject(member, visit);
}

describe("derive", () => {
  it("is pure: the same configuration gives the same devnet", async () => {
    expect(await devnet({ l2: { chainId: 5 } })).toEqual(await devnet({ l2: { chainId: 5 } }));
  });

  it("is frozen to its last object", async () => {
    const loose: object[] = [];
    everyObject(await devnet(), (object) => {
      if (!Object.isFrozen(object)) loose.push(object);
    });
    expect(loose).toEqual([]);
  });

  it("has no key in the specification, be it a development key or an own one", async () => {
    for (const values of [{}, { accounts: OWN_KEYS }]) {
      const { spec, keys } = await devnet(values);
      const text = JSON.stringify(spec).toLowerCase();
      for (const key of Object.values(keys)) expect(text).not.toContain(key.slice(2).toLowerCase());
      expect(Object.keys(keys)).toEqual([...ACCOUNT_ROLES]);
    }
  });

  it("has the address of every key", async () => {
    const { spec, keys } = await devnet({ accounts: { batcher: privateKey(7) } });
    for (const role of ACCOUNT_ROLES) expect(spec.accounts[role]).toBe(privateKeyToAddress(keys[role]));
    expect(keys.batcher).toBe(privateKey(7));
    expect(keys.user).toBe(developmentAccount("user").key);
    expect(spec.settlement.safeOwners).toEqual([
      spec.accounts.safeOwner1,
      spec.accounts.safeOwner2,
      spec.accounts.safeOwner3,
    ]);
  });

  it("is complete: every fork, every service, every port", async () => {
    const { spec } = await devnet({ l2: { forks: { isthmus: "never", jovian: "never" } } });
    expect(Object.keys(spec.l2.forks)).toEqual([...FORKS]);
    expect(spec.l2.forks.isthmus).toBeUndefined();
    expect(spec.l2.forks.holocene).toBe(0);
    expect(Object.keys(spec.services)).toEqual([...SERVICE_NAMES]);
    for (const service of SERVICE_NAMES) expect(spec.services[service].ports).toEqual(PORTS[service]);
    expect(spec.dir).toBe("/project/.tensora/local");
  });

  it("is local on a dev L1 with listeners on loopback only", async () => {
    expect((await devnet()).spec.local).toBe(true);
    expect((await devnet({ listen: "0.0.0.0", accounts: OWN_KEYS })).spec.local).toBe(false);
  });

  it("refuses what is still sealed, and says how to open it", async () => {
    const sealed = devnet({ accounts: { user: { secure: "v1:x" } } });
    await expect(sealed).rejects.toMatchObject({
      message: "the stack's secrets are encrypted",
      where: "accounts.user",
      next: [expect.stringContaining("PULUMI_CONFIG_PASSPHRASE")],
    });
  });
});

it("derived the development accounts from the mnemonic", async () => {
  const { mnemonicToAccount } = await import("viem/accounts");
  const { DEVELOPMENT_MNEMONIC } = await import("./dev-accounts.ts");
  DEVELOPMENT_ADDRESSES.forEach((address, addressIndex) => {
    expect(mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex }).address).toBe(address);
  });
  for (const role of ACCOUNT_ROLES) {
    const { key, address } = developmentAccount(role);
    expect(privateKeyToAddress(key)).toBe(address);
  }
});
