import { getContractAddress, keccak256, stringToBytes, zeroAddress } from "viem";
import { call, canonical, type Entry, handOver, plain, proxied } from "./entries.ts";
import type { PostedPrice } from "./parameters.ts";
import type { DeploymentContext } from "./context.ts";

/** Version 0.8, where wallets and bundlers look for it on every chain, and the salt that brings it there. */
export const ENTRY_POINT = "0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108";
const ENTRY_POINT_SALT = "0x0a59dbff790c23c976a548690c27297883cc66b4c67024f9117b0238995e35e9";

const DEPOSITOR_ROLE = keccak256(stringToBytes("DEPOSITOR_ROLE"));
/** Decimals of the posted feed's answers: wei of BNB for one TORA. */
const FEED_DECIMALS = 18;

/** The EntryPoint, the price of TORA, and the paymaster with its stake, its deposit and a first price. */
export function paymasterPlan(context: DeploymentContext): Entry[] {
  const { parameters, accounts, l2 } = context;
  const { deployer, guardian, operator } = accounts;
  const { stake, unstakeDelay, deposit } = parameters.paymaster;
  const [timelock, upgradeManager] = [l2("ToraTimelock"), l2("UpgradeManager")];
  const [paymaster, source] = [l2("ToraPaymaster"), l2(sourceOf(context))];
  const terms = termsOf(context);
  return [
    canonical("EntryPoint", ENTRY_POINT, ENTRY_POINT_SALT, {
      is: { senderCreator: getContractAddress({ from: ENTRY_POINT, nonce: 1n }) },
    }),
    ...pricePlan(context),
    proxied("ToraPaymaster", {
      code: { entryPoint: ENTRY_POINT, tora: l2("ToraToken") },
      initial: {
        holders: {
          owner: deployer,
          upgradeManager,
          guardian,
          depositor: deployer,
          withdrawer: operator,
          priceConfirmer: operator,
        },
        source,
        firstTerms: terms,
      },
      is: {
        ENTRY_POINT,
        TORA: l2("ToraToken"),
        priceSource: source,
        terms,
        owner: timelock,
        upgradeManager,
        guardian,
      },
      roles: {
        DEFAULT_ADMIN_ROLE: [],
        DEPOSITOR_ROLE: [operator],
        WITHDRAWER_ROLE: [operator],
        PRICE_ROLE: [operator],
      },
    }),
    call("ToraPaymaster", "addStake", [unstakeDelay], { value: BigInt(stake) }),
    call("EntryPoint", "depositTo", [paymaster], { value: BigInt(deposit) }),
    call("ToraPaymaster", "updatePrice"),
    call("ToraPaymaster", "grantRole", [DEPOSITOR_ROLE, operator]),
    call("ToraPaymaster", "revokeRole", [DEPOSITOR_ROLE, deployer]),
    handOver("ToraPaymaster", timelock),
    call("ToraToken", "setPaymaster", [paymaster]),
    handOver("ToraToken", timelock),
  ];
}

const sourceOf = ({ parameters }: DeploymentContext) =>
  parameters.price.kind === "fixed" ? "FixedPriceSource" : "ChainlinkPriceSource";

function termsOf({ parameters }: DeploymentContext) {
  const { maxOperationCost, minPrice, maxPrice, ...terms } = parameters.paymaster.terms;
  return {
    ...terms,
    maxOperationCost: BigInt(maxOperationCost),
    minPrice: BigInt(minPrice),
    maxPrice: BigInt(maxPrice),
  };
}

function pricePlan(context: DeploymentContext): Entry[] {
  const { price } = context.parameters;
  if (price.kind === "posted") return postedPlan(context, price);
  return [plain("FixedPriceSource", { price: BigInt(price.price) }, { is: { PRICE: BigInt(price.price) } })];
}

/** A feed of our own behind Chainlink's interface. The deployer posts the first answer, and then can no more. */
function postedPlan({ accounts, l2 }: DeploymentContext, { feeder, first, maxAge }: PostedPrice): Entry[] {
  const aggregator = l2("PostedAggregator");
  const [timelock, upgradeManager] = [l2("ToraTimelock"), l2("UpgradeManager")];
  return [
    proxied("PostedAggregator", {
      initial: {
        owner: accounts.deployer,
        upgradeManager,
        feeder: accounts.deployer,
        decimals: FEED_DECIMALS,
        description: "TORA / BNB",
      },
      is: {
        description: "TORA / BNB",
        decimals: FEED_DECIMALS,
        feeder,
        owner: timelock,
        upgradeManager,
      },
    }),
    call("PostedAggregator", "post", [BigInt(first)]),
    call("PostedAggregator", "setFeeder", [feeder]),
    handOver("PostedAggregator", timelock),
    plain(
      "ChainlinkPriceSource",
      {
        tora: l2("ToraToken"),
        token: { aggregator, maxAge, decimals: FEED_DECIMALS },
        coin: { aggregator: zeroAddress, maxAge: 0, decimals: 0 },
        uptime: zeroAddress,
        gracePeriod: 0,
      },
      { is: { TOKEN_FEED: aggregator, TOKEN_MAX_AGE: maxAge, COIN_FEED: zeroAddress } },
    ),
  ];
}
