import { DEFAULT_SUBNET, EMISSION_SPLIT } from "../../../config/protocol-defaults.ts";
import { hyperparametersOf } from "../subnets/hyperparameters.ts";
import { call, type Entry, handOver, implementation, proxied } from "./entries.ts";
import type { World } from "./world.ts";

/** The five contracts of every subnet, by the names that the factory has for them. */
export const PARTS = {
  subnet: "Subnet",
  consensus: "SubnetConsensus",
  stakePool: "StakePool",
  minerRegistry: "MinerRegistry",
  inferenceDesk: "InferenceDesk",
} as const;

/** Five proxies and a hundred slots. */
const SUBNET_GAS = 12_000_000n;

/** The markets: trust, emissions, the registry and the factory, and a few subnets to begin with. */
export function subnetContents(world: World): Entry[] {
  const { rules, accounts, l2 } = world;
  const { deployer, guardian, treasury } = accounts;
  const { emission, trust } = rules.subnets;
  const [timelock, upgradeManager] = [l2("ToraTimelock"), l2("UpgradeManager")];
  const [registry, factory, tora] = [l2("SubnetRegistry"), l2("SubnetFactory"), l2("ToraToken")];
  const rulesOfTrust = { capPerSubnet: trust.capPerSubnet, recoveryPerDay: trust.recoveryPerDay };
  const authorities = { owner: timelock, guardian };
  return [
    proxied("SubnetRegistry", {
      initial: { owner: deployer, upgradeManager },
      is: {
        factory,
        emissions: l2("EmissionManager"),
        trust: l2("GlobalTrust"),
        count: BigInt(rules.subnets.examples.length),
        owner: timelock,
        upgradeManager,
      },
    }),
    proxied("GlobalTrust", {
      initial: { owner: timelock, upgradeManager, registry, ...rulesOfTrust },
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
        implementations: implementationsOf(world),
        authorities,
      },
      is: {
        implementations: implementationsOf(world),
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
    ...examples(world),
    handOver("SubnetFactory", timelock),
    handOver("SubnetRegistry", timelock),
    handOver("EmissionManager", timelock),
  ];
}

const implementationsOf = ({ l2 }: World) =>
  Object.fromEntries(Object.entries(PARTS).map(([part, name]) => [part, l2(name)]));

function examples({ rules }: World): Entry[] {
  return rules.subnets.examples.flatMap((subnet, i) => [
    call("SubnetFactory", "createSubnet", [subnet.name, subnet.owner, hyperparametersOf(subnet)], {
      gas: SUBNET_GAS,
    }),
    call("EmissionManager", "setWeight", [BigInt(i + 1), BigInt(subnet.weight)]),
  ]);
}
