import { type Address, parseAbi, zeroAddress, zeroHash } from "viem";
import { artifactReader, type Reader } from "../../../toolchain/contracts/published.ts";
import {
  aliasOf,
  IMPLEMENTED_NAMES,
  type ImplementedName,
  implementationOf,
  PREDEPLOY_NAMES,
  PREDEPLOYS,
} from "../../../genesis/predeploys.ts";
import { wrappedBNBAbi } from "../../../chain/abi/WrappedBNB.ts";
import { CANONICAL_MULTICALL3 } from "../../../chain/chains.ts";
import type { GenesisFacts } from "./genesis.ts";
import { type ContractCall, REFUSED } from "./calls.ts";
import { easDomain, WITHDRAW_ON_L2 } from "./codes.ts";
import { PERMIT2, permit2Domain } from "./preinstalls.ts";

/** What getters must answer, by function name. */
type Getters = Readonly<Record<string, unknown>>;

/** How the native coin is named where a token is expected. */
const COIN = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";
const DEPOSITOR = "0xDeaDDEaDDeAdDeAdDEAdDEaddeAddEAdDEAd0001";
/** Version 1 of a message, in the first two bytes of its nonce. */
const FIRST_NONCE = 1n << 240n;

/** Every value that genesis initialises, and that initialisers can't run again. */
export function genesisCalls(inputs: GenesisFacts): ContractCall[] {
  const read = artifactReader();
  return [
    ...Object.entries(predeploys(inputs)).flatMap(([name, values]) =>
      calls(name, PREDEPLOYS[name as ImplementedName], read(name).abi, values),
    ),
    ...Object.entries(uninitialised(inputs)).flatMap(([name, values]) =>
      calls(`${name}'s implementation`, implementationOf(name as ImplementedName), read(name).abi, values),
    ),
    ...administration(read),
    ...locks(inputs, read),
    ...wrappedBnb(inputs),
    ...preinstalls(inputs),
  ];
}

function predeploys(inputs: GenesisFacts): Partial<Record<ImplementedName, Getters>> {
  const { spec, settlement } = inputs;
  const { forks, chainId } = spec.l2;
  const bridge = {
    messenger: PREDEPLOYS.L2CrossDomainMessenger,
    MESSENGER: PREDEPLOYS.L2CrossDomainMessenger,
  };
  const { L1CrossDomainMessenger, L1StandardBridge, L1ERC721Bridge } = settlement;
  return {
    L2CrossDomainMessenger: {
      otherMessenger: L1CrossDomainMessenger,
      OTHER_MESSENGER: L1CrossDomainMessenger,
      l1CrossDomainMessenger: L1CrossDomainMessenger,
      messageNonce: FIRST_NONCE,
      // No message is being relayed.
      xDomainMessageSender: REFUSED,
      paused: false,
    },
    L2StandardBridge: {
      ...bridge,
      otherBridge: L1StandardBridge,
      OTHER_BRIDGE: L1StandardBridge,
      l1TokenBridge: L1StandardBridge,
      paused: false,
    },
    L2ERC721Bridge: { ...bridge, otherBridge: L1ERC721Bridge, OTHER_BRIDGE: L1ERC721Bridge, paused: false },
    OptimismMintableERC20Factory: {
      bridge: PREDEPLOYS.L2StandardBridge,
      BRIDGE: PREDEPLOYS.L2StandardBridge,
    },
    OptimismMintableERC721Factory: {
      BRIDGE: PREDEPLOYS.L2ERC721Bridge,
      REMOTE_CHAIN_ID: spec.l1.chainId,
    },
    ProxyAdmin: { owner: aliasOf(settlement.Safe), addressManager: zeroAddress, isUpgrading: false },
    GasPriceOracle: {
      isEcotone: forks.ecotone === 0,
      isFjord: forks.fjord === 0,
      DECIMALS: 6,
      decimals: 6,
      l1BaseFee: 0,
    },
    L1Block: {
      DEPOSITOR_ACCOUNT: DEPOSITOR,
      number: 0,
      timestamp: 0,
      basefee: 0,
      hash: zeroHash,
      sequenceNumber: 0,
      batcherHash: zeroHash,
      baseFeeScalar: 0,
      blobBaseFeeScalar: 0,
      isCustomGasToken: false,
      gasPayingToken: [COIN, 18],
    },
    SequencerFeeVault: { ...vault(inputs), l1FeeWallet: spec.accounts.feeRecipient },
    BaseFeeVault: vault(inputs),
    L1FeeVault: vault(inputs),
    L2ToL1MessagePasser: { MESSAGE_VERSION: 1, messageNonce: FIRST_NONCE },
    L1BlockNumber: { getL1BlockNumber: 0 },
    DeployerWhitelist: { owner: zeroAddress },
    EAS: {
      getName: "EAS",
      getDomainSeparator: easDomain(chainId),
      getSchemaRegistry: PREDEPLOYS.SchemaRegistry,
    },
  };
}

const vault = ({ spec }: GenesisFacts): Getters => ({
  RECIPIENT: spec.accounts.feeRecipient,
  MIN_WITHDRAWAL_AMOUNT: spec.l2.minVaultWithdrawal,
  WITHDRAWAL_NETWORK: WITHDRAW_ON_L2,
  totalProcessed: 0,
});

/** Implementations by themselves lead nowhere. */
const uninitialised = ({ settlement }: GenesisFacts): Partial<Record<ImplementedName, Getters>> => ({
  L2CrossDomainMessenger: { otherMessenger: zeroAddress },
  L2StandardBridge: { otherBridge: zeroAddress, messenger: PREDEPLOYS.L2CrossDomainMessenger },
  L2ERC721Bridge: { otherBridge: zeroAddress, messenger: PREDEPLOYS.L2CrossDomainMessenger },
  OptimismMintableERC20Factory: { bridge: zeroAddress },
  ProxyAdmin: { owner: aliasOf(settlement.Safe) },
});

/** Every proxy as its admin sees it. */
function administration(read: Reader): ContractCall[] {
  const { abi } = read("ProxyAdmin");
  const ask = (functionName: string, of: string, proxy: Address, expected: Address) => ({
    what: `ProxyAdmin.${functionName}(${of})`,
    address: PREDEPLOYS.ProxyAdmin,
    abi,
    functionName,
    args: [proxy],
    expected,
  });
  return PREDEPLOY_NAMES.filter((name) => name !== "WrappedBNB").flatMap((name) => {
    const implemented = IMPLEMENTED_NAMES.find((n) => n === name);
    const code = implemented ? implementationOf(implemented) : zeroAddress;
    return [
      ask("getProxyImplementation", name, PREDEPLOYS[name], code),
      ask("getProxyAdmin", name, PREDEPLOYS[name], PREDEPLOYS.ProxyAdmin),
    ];
  });
}

/** Initialisers of proxies and implementations that must not run another time. */
function locks({ settlement }: GenesisFacts, read: Reader): ContractCall[] {
  const initialised: ImplementedName[] = [
    "L2CrossDomainMessenger",
    "L2StandardBridge",
    "L2ERC721Bridge",
    "OptimismMintableERC20Factory",
  ];
  return initialised.flatMap((name) =>
    [PREDEPLOYS[name], implementationOf(name)].map((address) => ({
      what: `second initialisation of ${name} at ${address}`,
      address,
      abi: read(name).abi,
      functionName: "initialize",
      args: [settlement.Safe],
      expected: REFUSED,
    })),
  );
}

/** Compiled for Cancun, which is there from Ecotone on. */
const wrappedBnb = ({ spec }: GenesisFacts): ContractCall[] =>
  spec.l2.forks.ecotone === 0
    ? calls("WrappedBNB", PREDEPLOYS.WrappedBNB, wrappedBNBAbi, {
        name: "Wrapped BNB",
        symbol: "WBNB",
        decimals: 18,
        totalSupply: 0,
      })
    : [];

const CHAIN_ID = parseAbi(["function getChainId() view returns (uint256)"]);
const DOMAIN = parseAbi(["function DOMAIN_SEPARATOR() view returns (bytes32)"]);

const preinstalls = ({ spec: { l2 } }: GenesisFacts): ContractCall[] => [
  ...calls("MultiCall3", CANONICAL_MULTICALL3, CHAIN_ID, { getChainId: l2.chainId }),
  ...calls("Permit2", PERMIT2, DOMAIN, { DOMAIN_SEPARATOR: permit2Domain(l2.chainId) }),
];

const calls = (name: string, address: Address, abi: ContractCall["abi"], values: Getters): ContractCall[] =>
  Object.entries(values).map(([functionName, expected]) => ({
    what: `${name}.${functionName}`,
    address,
    abi,
    functionName,
    args: [],
    expected,
  }));
