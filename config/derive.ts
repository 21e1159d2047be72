import path from "node:path";
import type { Address, Hex } from "viem";
import { TensoraError } from "../lib/errors.ts";
import { STACKS } from "../lib/place.ts";
import { type Configuration, isLocal, type Secret } from "./defaults.ts";
import type { Resolved } from "./resolve.ts";
import {
  ACCOUNT_ROLES,
  type DevnetSpec,
  FORKS,
  type ForkSchedule,
  type Keys,
  type ProtocolSpec,
  type RuntimeSpec,
  type Wei,
} from "../spec/devnet.ts";
import { SERVICE_NAMES, type ServiceName, SERVICES } from "../spec/services.ts";
import { minersOf, type SubnetEntry, validatorsOf } from "./subnets.ts";
import type { SubnetSpec } from "../spec/subnets.ts";

/** What the configuration does not say. */
export interface Place {
  stack: string;
  /** The project's folder. */
  root: string;
  /** Ports of every service, complete. */
  ports: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What everything after this folder works with. */
export interface Devnet {
  readonly spec: DevnetSpec;
  readonly keys: Keys;
}

/** The folder of everything that a stack keeps on this machine. */
export const stackDir = (root: string, stack: string) => path.join(path.resolve(root), STACKS, stack);

/**
 * The devnet as the configuration describes it. Pure: the same arguments give the same devnet.
 * @throws TensoraError when keys are still sealed
 */
export function derive({ config, accounts, images }: Resolved, { stack, root, ports }: Place): Devnet {
  const { keys, addresses } = opened(accounts);
  const { l1, l2, settlement, batcher, proposer, protocol } = config;
  const { chainId, rpcUrl, ...chain } = l1;
  const l1Url = rpcUrl === undefined ? undefined : plain(rpcUrl, "l1.rpcUrl");
  const spec: DevnetSpec = {
    stack,
    dir: stackDir(root, stack),
    local: isLocal(config),
    listen: config.listen,
    l1: {
      ...chain,
      chainId: known(chainId, "l1.chainId"),
      ...(l1Url === undefined ? {} : { rpcUrl: l1Url }),
    },
    l2: {
      ...l2,
      forks: schedule(l2.forks),
      minVaultWithdrawal: wei(l2.minVaultWithdrawal),
      prefund: wei(l2.prefund),
    },
    settlement: {
      ...settlement,
      safeOwners: [addresses.safeOwner1, addresses.safeOwner2, addresses.safeOwner3],
    },
    batcher,
    proposer,
    protocol: protocolSpec(protocol),
    subnets: config.subnets.map((entry) => subnetSpec(entry, addresses.user)),
    accounts: addresses,
    services: record(SERVICE_NAMES, (name) => ({
      ports: ports[name] ?? {},
      flags: config.services[name].flags,
      resources: limits(config.services[name].resources),
      ...(name === SERVICES.l1.name && l1Url !== undefined ? { url: l1Url } : {}),
    })),
    smoke: config.smoke,
    console: config.console,
    pages: config.pages,
    monitoring: {
      ...config.monitoring,
      webhooks: config.monitoring.webhooks.map((url, index) => plain(url, `monitoring.webhooks.${index}`)),
    },
    runtime: runtimeSpec(config.runtime, stack, images),
  };
  return frozen({ spec, keys });
}

function protocolSpec({
  underlying,
  price,
  paymaster,
  bundler,
  ...rest
}: Configuration["protocol"]): ProtocolSpec {
  return {
    ...rest,
    ...(underlying === undefined ? {} : { underlying: underlying as Address }),
    price: { ...price, toraPerBnb: wei(price.toraPerBnb) },
    paymaster: {
      ...paymaster,
      deposit: wei(paymaster.deposit),
      minDeposit: wei(paymaster.minDeposit),
    },
    bundler: { ...bundler, minExecutorBalance: wei(bundler.minExecutorBalance) },
  };
}

/** A subnet belongs to the stack's user where no other owner is named. */
function subnetSpec(entry: SubnetEntry, user: Address): SubnetSpec {
  const { name, model, weight, owner, phases } = entry;
  const { minStake, registrationFee, ...numbers } = entry.hyperparameters;
  const hyperparameters = {
    ...numbers,
    ...(minStake === undefined ? {} : { minStake: wei(minStake) }),
    ...(registrationFee === undefined ? {} : { registrationFee: wei(registrationFee) }),
  };
  return {
    name,
    model,
    weight,
    owner: (owner ?? user) as Address,
    ...(phases === undefined ? {} : { phases }),
    hyperparameters: hyperparameters as SubnetSpec["hyperparameters"],
    miners: minersOf(entry),
    validators: validatorsOf(entry, wei),
  };
}

/** A rule sees to it that what only Kubernetes needs is there for Kubernetes. */
function runtimeSpec(
  config: Configuration["runtime"],
  stack: string,
  images: Resolved["images"],
): RuntimeSpec {
  const { kind, dockerHost, kubeconfig, context, imageRegistry, storageClass, storageSize } = config;
  switch (kind) {
    case "process":
      return { kind };
    case "docker":
      return { kind, dockerHost, images };
    case "kubernetes":
      return {
        kind,
        images,
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
        context: known(context, "runtime.context"),
        namespace: config.namespace ?? `tensora-${stack}`,
        imageRegistry: known(imageRegistry, "runtime.imageRegistry"),
        ...(storageClass === undefined ? {} : { storageClass }),
        storageSize,
      };
  }
}

function opened(accounts: Resolved["accounts"]): { keys: Keys; addresses: DevnetSpec["accounts"] } {
  const sealed = ACCOUNT_ROLES.filter((role) => !("key" in accounts[role]));
  if (sealed.length > 0) throw sealedError(sealed.map((role) => `accounts.${role}`));
  const own = accounts as Record<keyof Keys, { key: Hex; address: Address }>;
  return {
    keys: record(ACCOUNT_ROLES, (role) => own[role].key),
    addresses: record(ACCOUNT_ROLES, (role) => own[role].address),
  };
}

const sealedError = (paths: string[]) =>
  new TensoraError("the stack's secrets are sealed", {
    where: paths.join(", "),
    next: ["give the stack's passphrase in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"],
  });

function plain(value: Secret, path: string): string {
  if (typeof value !== "string") throw sealedError([path]);
  return value;
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new TypeError(`${what} was not checked`);
  return value;
}

const schedule = (forks: Resolved["config"]["l2"]["forks"]): ForkSchedule =>
  record(FORKS, (fork) => {
    const time = forks[fork];
    return time === "never" ? undefined : time;
  });

function limits({ memoryMb, cpus }: Resolved["config"]["services"][ServiceName]["resources"]) {
  return { ...(memoryMb === undefined ? {} : { memoryMb }), ...(cpus === undefined ? {} : { cpus }) };
}

const DECIMALS = 18;

/** BNB or TORA as a decimal number, exact, in the smallest units. */
export function wei(bnb: number | string): Wei {
  // Below a millionth JavaScript writes an exponent.
  const text = typeof bnb === "number" && bnb < 1e-6 ? bnb.toFixed(DECIMALS) : String(bnb);
  const [whole = "0", fraction = ""] = text.split(".");
  return `${BigInt(whole + fraction.padEnd(DECIMALS, "0"))}`;
}

const record = <N extends string, T>(names: readonly N[], value: (name: N) => T) =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<N, T>;

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
