import { keccak256, stringToBytes, zeroAddress, zeroHash } from "viem";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { call, type Entry, proxied } from "./entries.ts";
import { paymasterPlan } from "./paymaster.ts";
import { subnetPlan } from "./subnets.ts";
import type { DeploymentContext } from "./context.ts";

/** As on L1: the test token and the tokens of the launchpad have 18 decimals. */
const DECIMALS = 18;
/** In the timelock's executor role: anyone. */
const ANYONE = zeroAddress;
const CANCELLER_ROLE = keccak256(stringToBytes("CANCELLER_ROLE"));

/** What the protocol has on L2, in the order in which it is created. */
export const l2Plan = (context: DeploymentContext): Entry[] => [
  ...ownership(context),
  ...token(context),
  ...voting(context),
  ...paymasterPlan(context),
  ...subnetPlan(context),
];

/** The timelock owns the protocol, and does what the governor decided; the manager upgrades; the guardian can cancel. */
function ownership({ parameters, accounts, l2 }: DeploymentContext): Entry[] {
  const { deployer, guardian } = accounts;
  const { delay, leastDelay } = parameters.governance;
  const [timelock, upgradeManager, governor] = [l2("ToraTimelock"), l2("UpgradeManager"), l2("ToraGovernor")];
  return [
    proxied("UpgradeManager", {
      initial: { owner: timelock },
      is: { owner: timelock, upgradeManager },
    }),
    proxied("ToraTimelock", {
      code: { leastDelay: BigInt(leastDelay) },
      initial: {
        delay: BigInt(delay),
        proposers: [governor],
        executors: [ANYONE],
        admin: deployer,
        upgradeManager,
      },
      is: { getMinDelay: BigInt(delay), leastDelay: BigInt(leastDelay), upgradeManager },
      roles: {
        DEFAULT_ADMIN_ROLE: [timelock],
        PROPOSER_ROLE: [governor],
        CANCELLER_ROLE: [governor, guardian],
        EXECUTOR_ROLE: [ANYONE],
      },
    }),
    call("ToraTimelock", "grantRole", [CANCELLER_ROLE, guardian]),
    call("ToraTimelock", "renounceRole", [zeroHash, deployer]),
  ];
}

/** TORA itself, the other end of WTORA. */
function token({ accounts, l1, l2 }: DeploymentContext): Entry[] {
  const { deployer, guardian } = accounts;
  const [timelock, upgradeManager] = [l2("ToraTimelock"), l2("UpgradeManager")];
  const bridge = PREDEPLOYS.L2StandardBridge;
  const remoteToken = l1("WTORA");
  return [
    proxied("ToraToken", {
      code: { bridge, remoteToken, decimals: DECIMALS },
      initial: { owner: deployer, upgradeManager, guardian },
      is: {
        name: "Tensora",
        symbol: "TORA",
        decimals: DECIMALS,
        bridge,
        remoteToken,
        paymaster: l2("ToraPaymaster"),
        paymasterSuspended: false,
        owner: timelock,
        upgradeManager,
        guardian,
      },
    }),
  ];
}

/** The token that TORA is staked for, and the governor that counts its votes. */
function voting({ parameters, l2 }: DeploymentContext): Entry[] {
  const [timelock, upgradeManager] = [l2("ToraTimelock"), l2("UpgradeManager")];
  const { votingDelay, votingPeriod, quorum, approval } = parameters.governance;
  const proposalThreshold = BigInt(parameters.governance.proposalThreshold);
  return [
    proxied("StakedTora", {
      code: { tora: l2("ToraToken") },
      initial: { owner: timelock, upgradeManager, exitDelay: BigInt(parameters.exitDelay) },
      is: {
        symbol: "stTORA",
        tora: l2("ToraToken"),
        exitDelay: BigInt(parameters.exitDelay),
        CLOCK_MODE: "mode=timestamp",
        owner: timelock,
        upgradeManager,
      },
    }),
    proxied("ToraGovernor", {
      initial: {
        token: l2("StakedTora"),
        timelock,
        upgradeManager,
        settings: {
          votingDelay,
          votingPeriod,
          proposalThreshold,
          quorum: BigInt(quorum),
          approvalThreshold: BigInt(approval),
        },
      },
      is: {
        name: "ToraGovernor",
        token: l2("StakedTora"),
        timelock,
        CLOCK_MODE: "mode=timestamp",
        votingDelay: BigInt(votingDelay),
        votingPeriod: BigInt(votingPeriod),
        proposalThreshold,
        quorumNumerator: BigInt(quorum),
        quorumDenominator: 100n,
        approvalThreshold: BigInt(approval),
        upgradeManager,
      },
    }),
  ];
}
