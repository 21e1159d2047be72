import { DEFAULT_SUBNET, EMISSION_SPLIT } from "../../../config/protocol-defaults.ts";
import { hyperparametersOf } from "./hyperparameters.ts";
import { call, type Entry, handOver, implementation, proxied } from "./entries.ts";
import type { DeploymentContext } from "./context.ts";

// What is checked below of `EMISSION_SPLIT` and `DEFAULT_SUBNET` are constants of the contracts, which no stack file sets.
// They are not handed in with the step's inputs: those are recorded, and one more would refuse every stack there is.

/** The five contracts of every subnet, by the names that the factory has for them. */
export const PARTS = {
  subnet: "Subnet",
  consensus: "SubnetConsensus",
  stakePool: "StakePool",
  minerRegistry: "MinerRegistry",
  inferenceDesk: "InferenceDesk",
} as const;

/** The markets: trust, emissions, the registry and the factory. Subnets come by governance. */
export function subnetPlan(context: DeploymentContext): Entry[] {
  const { parameters, accounts, l2 } = context;
  const { deployer, guardian, treasury } = accounts;
  const { emission, trust } = parameters.subnets;
  const [timelock, upgradeManager] = [l2("ToraTimelock"), l2("UpgradeManager")];
  const [registry, factory, tora] = [l2("SubnetRegistry"), l2("SubnetFactory"), l2("ToraToken")];
  const trustParameters = { capPerSubnet: trust.capPerSubnet, recoveryPerDay: trust.recoveryPerDay };
  const authorities = { owner: timelock, guardian };
  return [
    proxied("SubnetRegistry", {
      initial: { owner: deployer, upgradeManager },
      is: {
        factory,
        emissions: l2("EmissionManager"),
        trust: l2("GlobalTrust"),
        owner: timelock,
        upgradeManager,
      },
    }),
    proxied("GlobalTrust", {
      initial: { owner: timelock, upgradeManager, registry, ...trustParameters },
      is: { rules: [trust.capPerSubnet, trust.recoveryPerDay], owner: timelock, upgradeManager },
    }),
    proxied("EmissionManager", {
      initial: { owner: deployer, upgradeManager, guardian, tora, registry, treasury },
      is: {
        rate: [BigInt(emission.amount), BigInt(emission.blocks)],
        split: EMISSION_SPLIT,
        treasury,
        paused: false,
        owner: timelock,
        upgradeManager,
        guardian,
      },
    }),
    ...Object.values(PARTS).map(implementation),
    proxied("SubnetFactory", {
      initial: {
        owner: deployer,
        upgradeManager,
        registry,
        tora,
        implementations: implementationsOf(context),
        authorities,
      },
      is: {
        implementations: implementationsOf(context),
        authorities,
        terms: [false, 0n],
        defaults: hyperparametersOf(DEFAULT_SUBNET),
        owner: timelock,
        upgradeManager,
      },
    }),
    call("SubnetRegistry", "connect", [l2("EmissionManager"), l2("GlobalTrust")]),
    call("SubnetRegistry", "setFactory", [factory]),
    call("EmissionManager", "setRate", [BigInt(emission.amount), BigInt(emission.blocks)]),
    handOver("SubnetFactory", timelock),
    handOver("SubnetRegistry", timelock),
    handOver("EmissionManager", timelock),
  ];
}

const implementationsOf = ({ l2 }: DeploymentContext) =>
  Object.fromEntries(Object.entries(PARTS).map(([part, name]) => [part, l2(name)]));
