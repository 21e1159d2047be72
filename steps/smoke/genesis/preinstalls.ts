import { type Address, encodeAbiParameters, type Hex, keccak256, pad, stringToHex, toHex } from "viem";

/** Other people's contracts, where they are on every chain, with the hash of the code that they have there. */
export const CANONICAL: readonly [name: string, address: Address, codeHash: Hex][] = [
  [
    "MultiCall3",
    "0xcA11bde05977b3631167028862bE2a173976CA11",
    "0xd5c15df687b16f2ff992fc8d767b4216323184a2bbc6ee2f9c398c318e770891",
  ],
  [
    "Create2Deployer",
    "0x13b0D85CcB8bf860b6b79AF3029fCA081AE9beF2",
    "0xb0550b5b431e30d38000efb7107aaa0ade03d48a7198a140edda9d27134468b2",
  ],
  [
    "Safe 1.3.0",
    "0x69f4D1788e39c87893C980c06EdF4b7f686e2938",
    "0xbba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e",
  ],
  [
    "SafeL2 1.3.0",
    "0xfb1bffC9d739B8D520DaF37dF666da4C687191EA",
    "0x21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f",
  ],
  [
    "MultiSendCallOnly 1.3.0",
    "0xA1dabEF33b3B82c7814B6D82A79e50F4AC44102B",
    "0xa9865ac2d9c7a1591619b188c4d88167b50df6cc0c5327fcbd1c8c75f7c066ad",
  ],
  [
    "SafeSingletonFactory",
    "0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7",
    "0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989",
  ],
  [
    "DeterministicDeploymentProxy",
    "0x4e59b44847b379578588920cA78FbF26c0B4956C",
    "0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989",
  ],
  [
    "MultiSend 1.3.0",
    "0x998739BFdAAdde7C933B942a68053933098f9EDa",
    "0x81db0e4afdf5178583537b58c5ad403bd47a4ac7f9bde2442ef3e341d433126a",
  ],
  [
    "SenderCreator",
    "0x7fc98430eAEdbb6070B35B39D798725049088348",
    "0xae818091eaaf1b6175ee41472359a689f3823d0908a41e2e5c4ad508f2fc04a3",
  ],
  [
    "EntryPoint 0.6",
    "0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789",
    "0xc93c806e738300b5357ecdc2e971d6438d34d8e4e17b99b758b1f9cac91c8e70",
  ],
  [
    "BeaconBlockRoots",
    "0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02",
    "0xf57acd40259872606d76197ef052f3d35588dadf919ee1f0e3cb9b62d3f4b02c",
  ],
];

/** Whose deployment of BeaconBlockRoots Ecotone would repeat. */
export const BEACON_ROOTS_SENDER: Address = "0x0B799C86a49DEeb90402691F1041aa3AF2d3C875";

export const PERMIT2: Address = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
/** Of the code on Ethereum's mainnet. */
export const PERMIT2_MAINNET_HASH: Hex = "0xc67d1657868aa5146eaf24fb879fb1fdec3d2d493b3683a61c9c2f4fb2851131";
const MAINNET = 1;

/** The EIP-712 domain of Permit2 on a chain. */
export function permit2Domain(chainId: number): Hex {
  const hashOf = (text: string) => keccak256(stringToHex(text));
  const type = hashOf("EIP712Domain(string name,uint256 chainId,address verifyingContract)");
  return keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }, { type: "uint256" }, { type: "address" }],
      [type, hashOf("Permit2"), BigInt(chainId), PERMIT2],
    ),
  );
}

/** A chain's Permit2 with the words of mainnet where it has its own chain id and domain. */
export function asOnMainnet(code: Hex, chainId: number): Hex {
  const id = (chain: number) => pad(toHex(chain));
  return replaceWord(
    replaceWord(code, id(chainId), id(MAINNET)),
    permit2Domain(chainId),
    permit2Domain(MAINNET),
  );
}

/** Code with one word instead of another, wherever it stands. */
export const replaceWord = (code: Hex, word: Hex, by: Hex): Hex =>
  code.replaceAll(word.slice(2).toLowerCase(), by.slice(2).toLowerCase()) as Hex;
