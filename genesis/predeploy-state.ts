import { encodeAbiParameters, type Hex, keccak256, stringToHex } from "viem";
import type { Reader } from "../toolchain/contracts/published.ts";
import { word } from "./bytes.ts";
import { type Immutables, withImmutables } from "./immutables.ts";
import {
  aliasOf,
  IMPLEMENTED_NAMES,
  type ImplementedName,
  implementationOf,
  PREDEPLOY_NAMES,
  PREDEPLOYS,
} from "./predeploys.ts";
import { PROXY_ADMIN_SLOT, PROXY_IMPLEMENTATION_SLOT } from "../spec/contracts.ts";
import { storageOf, type Variables } from "./storage.ts";
import type { GenesisAccount, L2GenesisInputs } from "./types.ts";

type Entry = [address: Hex, account: GenesisAccount];
type Storage = Record<Hex, Hex>;

/** What a messenger says its caller on the other layer is when there is none. */
const NO_SENDER: Hex = "0x000000000000000000000000000000000000dEaD";
/** Fees are withdrawn to their recipient on L2. */
const WITHDRAW_ON_L2 = 1;

/** Every predeploy with its proxy, implementation and storage, as their initialisers would have left them. */
export function predeployAccounts(inputs: L2GenesisInputs, read: Reader): Entry[] {
  const proxyCode = read("Proxy").deployedBytecode.object;
  const proxied = PREDEPLOY_NAMES.filter((name) => name !== "WrappedBNB");
  return [
    [PREDEPLOYS.WrappedBNB, { balance: "0x0", code: inputs.wrappedBnbCode }],
    ...proxied.map((name): Entry => {
      const implementation = IMPLEMENTED_NAMES.find((n) => n === name);
      const storage: Storage = {
        [PROXY_ADMIN_SLOT]: word(PREDEPLOYS.ProxyAdmin),
        ...(implementation ? proxyStorage(implementation, inputs, read) : {}),
      };
      return [PREDEPLOYS[name], { balance: "0x0", code: proxyCode, storage }];
    }),
    ...IMPLEMENTED_NAMES.map((name): Entry => {
      const { behindProxy, itself } = initialised(inputs)[name] ?? {};
      const storage = storageOf(read(name), itself ?? behindProxy ?? {});
      return [implementationOf(name), { balance: "0x0", code: codeOf(name, inputs, read), storage }];
    }),
  ];
}

function proxyStorage(name: ImplementedName, inputs: L2GenesisInputs, read: Reader): Storage {
  const variables = initialised(inputs)[name]?.behindProxy ?? {};
  return {
    [PROXY_IMPLEMENTATION_SLOT]: word(implementationOf(name)),
    ...storageOf(read(name), variables),
  };
}

interface Initialised {
  behindProxy: Variables;
  /** In the implementation's own storage, where nobody may initialise it either; by default the same. */
  itself?: Variables;
}

/** The storage of each predeploy that has any. */
function initialised({ spec, settlement }: L2GenesisInputs): Partial<Record<ImplementedName, Initialised>> {
  const { forks } = spec.l2;
  const messenger = { _initialized: 1, xDomainMsgSender: NO_SENDER };
  const bridge = { _initialized: 1, messenger: PREDEPLOYS.L2CrossDomainMessenger };
  return {
    L2CrossDomainMessenger: {
      behindProxy: { ...messenger, otherMessenger: settlement.L1CrossDomainMessenger },
      itself: messenger,
    },
    L2StandardBridge: {
      behindProxy: { ...bridge, otherBridge: settlement.L1StandardBridge },
      itself: bridge,
    },
    L2ERC721Bridge: {
      behindProxy: { ...bridge, otherBridge: settlement.L1ERC721Bridge },
      itself: bridge,
    },
    OptimismMintableERC20Factory: {
      behindProxy: { _initialized: 1, bridge: PREDEPLOYS.L2StandardBridge },
      itself: { _initialized: 1 },
    },
    // The Safe of L1 owns the predeploys, through the portal.
    ProxyAdmin: { behindProxy: { _owner: aliasOf(settlement.Safe) } },
    // Forks after genesis set these by transactions of their own.
    GasPriceOracle: {
      behindProxy: { isEcotone: forks.ecotone === 0, isFjord: forks.fjord === 0 },
      itself: {},
    },
  };
}

function codeOf(name: ImplementedName, { spec }: L2GenesisInputs, read: Reader): Hex {
  switch (name) {
    case "SequencerFeeVault":
    case "BaseFeeVault":
    case "L1FeeVault":
      return withImmutables(read(name), [read("FeeVault")], {
        RECIPIENT: spec.accounts.feeRecipient,
        MIN_WITHDRAWAL_AMOUNT: BigInt(spec.l2.minVaultWithdrawal),
        WITHDRAWAL_NETWORK: WITHDRAW_ON_L2,
      });
    case "OptimismMintableERC721Factory":
      return withImmutables(read(name), [read(name)], {
        BRIDGE: PREDEPLOYS.L2ERC721Bridge,
        REMOTE_CHAIN_ID: spec.l1.chainId,
      });
    case "EAS": {
      const declaredIn = [read("EIP1271Verifier"), read("draft-EIP712/EIP712.0.8.19")];
      return withImmutables(read(name), declaredIn, easImmutables(spec.l2.chainId));
    }
    default:
      return read(name).deployedBytecode.object;
  }
}

/** The EIP-712 domain of the attestation service, which its constructor computes. */
function easImmutables(chainId: number): Immutables {
  const hashOf = (text: string) => keccak256(stringToHex(text));
  const type = hashOf("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  const [name, version] = [hashOf("EAS"), hashOf("1.3.0")];
  const domain = encodeAbiParameters(
    [{ type: "bytes32" }, { type: "bytes32" }, { type: "bytes32" }, { type: "uint256" }, { type: "address" }],
    [type, name, version, BigInt(chainId), PREDEPLOYS.EAS],
  );
  return {
    _CACHED_DOMAIN_SEPARATOR: keccak256(domain),
    _CACHED_CHAIN_ID: chainId,
    _CACHED_THIS: PREDEPLOYS.EAS,
    _HASHED_NAME: name,
    _HASHED_VERSION: version,
    _TYPE_HASH: type,
    _name: stringToHex("EAS", { size: 32 }),
  };
}
