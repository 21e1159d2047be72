import { parseEther } from "viem";
import { NODES, SERVICES, type ServiceName } from "../../spec/services.ts";
import type { Faults } from "./faults.ts";

const { l1, batcher, proposer, priceFeeder, exporter, validators } = SERVICES;

/** A fault, and the alerts that must come of it. */
export interface Scenario {
  fault: string;
  /** Each with the service that it is about. */
  alerts: readonly string[];
  /** Seconds until the alerts are over once it is undone, where that takes long. */
  healed?: number;
  inject(faults: Faults): Promise<void>;
}

/** Crashes, reorgs and reveals that were missed are told of for ten minutes. */
const REMEMBERED = 630;

const of = (service: ServiceName, ...names: string[]) => names.map((name) => `${name} of ${service}`);
const ofExporter = (...names: string[]) => of(exporter.name, ...names);

export const BATCHER: Scenario = {
  fault: "a batcher without money hangs",
  alerts: [
    ...of(batcher.name, "ServiceDown"),
    ...ofExporter("BatcherBalanceLow", "BatchesNotLanding", "SafeHeadStalled"),
  ],
  async inject(faults) {
    await faults.hangs(batcher.name);
    await faults.broke("batcher");
  },
};

export const PROPOSER: Scenario = {
  fault: "a proposer without money hangs",
  alerts: [...of(proposer.name, "ServiceDown"), ...ofExporter("ProposerBalanceLow", "OutputLate")],
  async inject(faults) {
    await faults.hangs(proposer.name);
    await faults.broke("proposer");
  },
};

export const FEEDER: Scenario = {
  fault: "the price feeder hangs, and the paymaster's deposit is used up",
  alerts: [...of(priceFeeder.name, "ServiceDown"), ...ofExporter("PriceStale", "PaymasterDepositLow")],
  async inject(faults) {
    await faults.hangs(priceFeeder.name);
    await faults.emptyPaymaster();
  },
};

export const SEQUENCER: Scenario = {
  fault: "the sequencer's op-node hangs after a deposit",
  alerts: ofExporter("NoL2Block", "DepositNotArriving", "SequencerUnwatched"),
  async inject(faults) {
    await faults.deposit();
    await faults.hangs(NODES.sequencer.node);
  },
};

export const CRASHES: Scenario = {
  fault: "the proposer crashes three times",
  alerts: of(proposer.name, "CrashLoop"),
  healed: REMEMBERED,
  inject: (faults) => faults.crashes(proposer.name, 3),
};

const SLASH: Scenario = {
  fault: "a validator commits and does not reveal",
  alerts: ofExporter("RevealMissed"),
  healed: REMEMBERED,
  inject: (faults) => faults.drill("drill/slash"),
};

const VALIDATORS: Scenario = {
  fault: "the validators hang",
  alerts: [...of(validators.name, "ServiceDown"), ...ofExporter("ValidatorSilent")],
  inject: (faults) => faults.hangs(validators.name),
};

const DISK: Scenario = {
  fault: "the disk fills",
  alerts: ofExporter("DiskFilling"),
  inject: (faults) => faults.fillDisk(),
};

const REPLICA: Scenario = {
  fault: "the replica makes a block of its own",
  alerts: ofExporter("ReplicaDiverged"),
  async inject(faults) {
    await faults.hangs(NODES.replica.node);
    await faults.ownBlock();
  },
};

const BRIDGE: Scenario = {
  fault: "the bridge on L1 is robbed",
  alerts: ofExporter("BridgeInsolvent"),
  inject: (faults) => faults.robBridge(parseEther("1000")),
};

const L1_HANGS: Scenario = {
  fault: "L1 hangs",
  alerts: ofExporter("L1Down"),
  inject: (faults) => faults.hangs(l1.name),
};

const L1_REORG: Scenario = {
  fault: "L1 takes ten blocks back",
  alerts: ofExporter("L1ReorgTooDeep"),
  healed: REMEMBERED,
  inject: (faults) => faults.reorg(10),
};

/** Faults whose alerts go once they are healed; those of one line are done at the same time: they don't disturb each other. */
export const TOGETHER: readonly (readonly Scenario[])[] = [
  [BATCHER, PROPOSER, FEEDER],
  [SEQUENCER],
  [REPLICA, BRIDGE],
  [VALIDATORS, DISK],
  [L1_HANGS],
];

/** Faults that are told of long after: one after the other; the one that the chains need time to get over comes last. */
export const REMEMBERED_FAULTS: readonly Scenario[] = [CRASHES, SLASH, L1_REORG];

/** A fault for every alert. */
export const SCENARIOS: readonly Scenario[] = [...TOGETHER.flat(), ...REMEMBERED_FAULTS];
