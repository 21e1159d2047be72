import path from "node:path";
import { type Address, encodeAbiParameters, type Hex, keccak256, stringToHex } from "viem";
import { readPackaged } from "../toolchain/contracts/published.ts";
import { bytesOf, hexOf, word } from "./bytes.ts";

/** Contracts of others that every OP Stack genesis has at the addresses they have on other chains. */
export const PREINSTALLS = [
  "MultiCall3",
  "Create2Deployer",
  "Safe_v130",
  "SafeL2_v130",
  "MultiSendCallOnly_v130",
  "SafeSingletonFactory",
  "DeterministicDeploymentProxy",
  "MultiSend_v130",
  "Permit2",
  "SenderCreator",
  "EntryPoint",
  "BeaconBlockRoots",
] as const;
export type PreinstallName = (typeof PREINSTALLS)[number];

export interface Preinstall {
  address: Address;
  code: Hex;
}

export interface Preinstalls extends Record<PreinstallName, Preinstall> {
  /** Has to have sent a transaction already, so that Ecotone's deployment of BeaconBlockRoots does not collide. */
  beaconBlockRootsSender: Address;
}

/** Where Permit2's code has what depends on its chain; the library says the same. */
const PERMIT2_CHAIN_ID = 6945;
const PERMIT2_DOMAIN = 6983;

/** Every preinstall as it is on the chain of this id. */
export function preinstalls(chainId: number): Preinstalls {
  const source = readPackaged(path.join("src", "libraries", "Preinstalls.sol"));
  const addresses = matches(source, /address internal constant (\w+) = (0x[0-9a-fA-F]{40});/g);
  const codes = matches(source, /bytes internal constant (\w+?)(?:Template)?Code =\s*hex"([0-9a-f]+)"/g);
  const named = Object.fromEntries(
    PREINSTALLS.map((name) => {
      const address = present(addresses.get(name), name) as Address;
      const code: Hex = `0x${present(codes.get(name), name)}`;
      return [name, { address, code: name === "Permit2" ? permit2Code(code, address, chainId) : code }];
    }),
  ) as Record<PreinstallName, Preinstall>;
  const sender = present(addresses.get("BeaconBlockRootsSender"), "BeaconBlockRootsSender") as Address;
  return { ...named, beaconBlockRootsSender: sender };
}

function matches(source: string, pattern: RegExp): Map<string, string> {
  return new Map([...source.matchAll(pattern)].map(([, name = "", value = ""]) => [name, value]));
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`no ${name} in the preinstalls of contracts-bedrock`);
  return value;
}

function permit2Code(template: Hex, address: Address, chainId: number): Hex {
  const hashOf = (text: string) => keccak256(stringToHex(text));
  const domain = encodeAbiParameters(
    [{ type: "bytes32" }, { type: "bytes32" }, { type: "uint256" }, { type: "address" }],
    [
      hashOf("EIP712Domain(string name,uint256 chainId,address verifyingContract)"),
      hashOf("Permit2"),
      BigInt(chainId),
      address,
    ],
  );
  const code = bytesOf(template);
  code.set(bytesOf(word(chainId)), PERMIT2_CHAIN_ID);
  code.set(bytesOf(keccak256(domain)), PERMIT2_DOMAIN);
  return hexOf(code);
}
