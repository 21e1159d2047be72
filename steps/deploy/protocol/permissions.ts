import { type Abi, type Address, isAddressEqual, keccak256, parseAbi, stringToBytes, zeroHash } from "viem";
import type { L1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import type { Mismatch } from "../delivery/verify.ts";
import type { ArtifactOf } from "./artifacts.ts";
import type { Placed } from "./plan.ts";

/** Getters of contracts that name an account with permissions in them. */
const PERMISSIONS = ["owner", "guardian", "upgradeManager", "feeder", "paymaster", "factory"] as const;

/**
 * Looks through a deployment plan before anything is sent: every permission that a contract has is stated, and none is
 * left to the deployer.
 * @throws Error naming what is wrong with the plan
 */
export function checkPlan(placed: readonly Placed[], deployer: Address, artifact: ArtifactOf): void {
  for (const { contract } of placed) {
    if (contract.kind === "implementation") continue;
    const { name, is = {}, roles = {} } = contract;
    const { abi } = artifact(name);
    for (const permission of PERMISSIONS.filter((getter) => hasGetter(abi, getter))) {
      if (!(permission in is)) {
        throw new Error(`${name} has a permission that is missing from the plan: ${permission}`);
      }
    }
    for (const role of roleNames(abi)) {
      if (!(role in roles)) throw new Error(`${name} has a role that is missing from the plan: ${role}`);
    }
    const given = [...PERMISSIONS.map((permission) => is[permission]), ...Object.values(roles).flat()];
    if (
      given.some((account) => typeof account === "string" && isAddressEqual(account as Address, deployer))
    ) {
      throw new Error(`${name} leaves a permission with the deployer`);
    }
  }
}

const hasGetter = (abi: Abi, name: string) =>
  abi.some((item) => item.type === "function" && item.name === name && item.inputs.length === 0);

/** Roles of OpenZeppelin's access control are constants, such as `PROPOSER_ROLE`. */
const roleNames = (abi: Abi) =>
  abi.flatMap((item) => (item.type === "function" && item.name.endsWith("_ROLE") ? item.name : []));

const idOf = (role: string) => (role === "DEFAULT_ADMIN_ROLE" ? zeroHash : keccak256(stringToBytes(role)));

const EVENTS = parseAbi([
  "event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)",
  "event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)",
]);

/**
 * Reads from the chain who ever was given or lost a role, and compares who has each one now with who must: nobody
 * else may, in any role.
 * @param since a block before the contracts were created
 * @returns how many roles were read
 * @throws TensoraError that lists every account too many and too few
 */
export async function verifyRoles(
  client: L1Client,
  placed: readonly Placed[],
  since: number,
): Promise<number> {
  const withRoles = placed.filter(({ contract }) => contract.roles);
  const checked = await Promise.all(withRoles.map((place) => compareRoles(client, place, since)));
  const wrong = checked.flat();
  if (wrong.length > 0) {
    const lines = wrong.map(({ what, expected, actual }) => `  ${what}: expected ${expected}, is ${actual}`);
    throw new TensoraError(["roles are held by unexpected accounts:", ...lines].join("\n"), {
      where: "protocol contracts",
      next: ["revoke the unexpected roles through governance, or destroy the stack and create it again"],
    });
  }
  return withRoles.reduce((sum, { contract }) => sum + Object.keys(contract.roles ?? {}).length, 0);
}

async function compareRoles(
  client: L1Client,
  { contract, address }: Placed,
  since: number,
): Promise<Mismatch[]> {
  const logs = await client.getLogs({ address, events: EVENTS, fromBlock: BigInt(since) });
  const holders = new Map<string, Set<string>>();
  for (const { eventName, args } of logs) {
    const { role = zeroHash, account = "" } = args;
    const accounts = holders.get(role) ?? new Set();
    if (eventName === "RoleGranted") accounts.add(account.toLowerCase());
    else accounts.delete(account.toLowerCase());
    holders.set(role, accounts);
  }
  const stated = new Map(
    Object.entries(contract.roles ?? {}).map(([name, must]) => [idOf(name), { name, must }]),
  );
  const ids = new Set([...stated.keys(), ...holders.keys()]);
  return [...ids].flatMap((id) => {
    const { name = id, must = [] } = stated.get(id as `0x${string}`) ?? {};
    const expected = listed(must.map((account) => account.toLowerCase()));
    const actual = listed([...(holders.get(id) ?? [])]);
    return expected === actual ? [] : [{ what: `${contract.name}'s ${name}`, expected, actual }];
  });
}

const listed = (accounts: readonly string[]) => [...accounts].sort().join(", ") || "nobody";
