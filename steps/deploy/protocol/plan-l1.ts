import type { Address } from "viem";
import type { Entry } from "./entries.ts";
import { plain, proxied } from "./entries.ts";
import type { DeploymentContext } from "./context.ts";

/** What the protocol has on L1: the wrapper that the bridge holds, and who may change it. */
export function l1Plan({ parameters, accounts, l1, l2 }: DeploymentContext): Entry[] {
  const { safe, guardian, holder } = accounts;
  const { supply, tax } = parameters.taxed;
  const messenger = parameters.governance.l1Messenger;
  const owner = messenger === undefined ? safe : l1("L1Executor");
  const upgradeManager = l1("UpgradeManager");
  return [
    proxied("UpgradeManager", { initial: { owner }, is: { owner, upgradeManager } }),
    ...(parameters.underlying === undefined
      ? [
          plain(
            "TaxedToken",
            { owner: holder, supply: BigInt(supply), tax: BigInt(tax) },
            { is: { owner: holder, tax: BigInt(tax) } },
          ),
        ]
      : []),
    proxied("WTORA", {
      initial: {
        underlying: parameters.underlying ?? l1("TaxedToken"),
        owner,
        upgradeManager,
        guardian,
      },
      is: {
        name: "Wrapped Tensora",
        symbol: "WTORA",
        underlying: parameters.underlying ?? l1("TaxedToken"),
        paused: false,
        owner,
        upgradeManager,
        guardian,
      },
    }),
    ...(messenger === undefined ? [] : [executor(messenger, l2("ToraTimelock"), upgradeManager)]),
  ];
}

/** The timelock's hand on L1. */
const executor = (messenger: Address, timelock: Address, upgradeManager: Address): Entry =>
  proxied("L1Executor", {
    code: { messenger, timelock },
    initial: { upgradeManager },
    is: { messenger, timelock, upgradeManager },
  });
