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
} from "../spec/devnet.ts";
import { SERVICE_NAMES, type ServiceName, SERVICES } from "../spec/services.ts";
import { inWei, PROTOCOL_CONSTANTS } from "./protocol-defaults.ts";
import { type CompleteSubnet, minersOf, validatorsOf } from "./subnets.ts";
import type { SubnetSpec } from "../spec/subnets.ts";
import { wei } from "./wei.ts";

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
    protocol: protocolSpec(protocol, isLocal(config)),
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

/** @param local see `isLocal` */
export function protocolSpec(config: Configuration["protocol"], local: boolean): ProtocolSpec {
  const { enabled, underlying, price, paymaster, governance, bundler } = config;
  const { taxed, exitDelay, emission, trust, ...constants } = PROTOCOL_CONSTANTS;
  const { maxOperationCost, minPrice, maxPrice, stake, ...terms } = constants.paymaster;
  const { leastDelay } = constants.governance;
  return {
    enabled,
    ...(underlying === undefined ? {} : { underlying: underlying as Address }),
    taxed: { ...taxed, supply: wei(taxed.supply) },
    price: { ...price, toraPerBnb: wei(price.toraPerBnb) },
    paymaster: {
      ...terms,
      fee: paymaster.fee,
      maxOperationCost: wei(maxOperationCost),
      minPrice: wei(minPrice),
      maxPrice: wei(maxPrice),
      stake: wei(stake),
      deposit: wei(paymaster.deposit),
      minDeposit: wei(paymaster.minDeposit),
    },
    governance: {
      ...constants.governance,
      ...governance,
      // Two days are the specification's; a local chain has nothing to lose, and tests that do not wait for them.
      leastDelay: local ? Math.min(governance.delay, leastDelay) : leastDelay,
      proposalThreshold: wei(constants.governance.proposalThreshold),
    },
    exitDelay,
    bundler: { ...bundler, minExecutorBalance: wei(bundler.minExecutorBalance) },
    emission: { ...emission, amount: wei(emission.amount) },
    trust,
  };
}

/** A subnet belongs to the stack's user where no other owner is named. */
const subnetSpec = (entry: CompleteSubnet, user: Address): SubnetSpec => ({
  name: entry.name,
  model: entry.model,
  weight: entry.weight,
  owner: (entry.owner ?? user) as Address,
  phases: entry.phases,
  hyperparameters: inWei(entry.hyperparameters),
  miners: minersOf(entry),
  validators: validatorsOf(entry),
});

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
  new TensoraError("the stack's secrets are encrypted", {
    where: paths.join(", "),
    next: ["set the stack's passphrase in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"],
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

const record = <N extends string, T>(names: readonly N[], value: (name: N) => T) =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<N, T>;

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
