import {
  type Address,
  encodeAbiParameters,
  encodeDeployData,
  getContractAddress,
  type Hex,
  keccak256,
  pad,
  stringToHex,
  zeroAddress,
} from "viem";
import { artifactReader } from "../../../toolchain/contracts/published.ts";
import { aliasOf, IMPLEMENTED_NAMES, type ImplementedName, PREDEPLOYS } from "../../../genesis/predeploys.ts";
import type { GenesisFacts } from "./genesis.ts";
import { GENESIS_BLOCK, type Question } from "./node.ts";
import { replaceWord } from "./preinstalls.ts";

/** What FeeVault's constructor calls a withdrawal on L2. */
export const WITHDRAW_ON_L2 = 1;

/**
 * Lets the node run the published constructor of every implementation, as a deployment would. What comes out must be
 * the code that genesis has put in place without running any.
 */
export function constructions(inputs: GenesisFacts): Question[] {
  const read = artifactReader();
  return IMPLEMENTED_NAMES.map((name) => {
    const { abi, bytecode } = read(name);
    const data = encodeDeployData({ abi, bytecode: bytecode.object, args: argumentsOf(name, inputs) });
    return { method: "eth_call", params: [{ data }, GENESIS_BLOCK] };
  });
}

/**
 * The code of each implementation as its constructor has left it.
 * @throws what the node has answered instead of a code
 */
export function constructedCodes(
  { spec }: GenesisFacts,
  answers: readonly unknown[],
): Map<ImplementedName, Hex> {
  return new Map(
    IMPLEMENTED_NAMES.map((name, i) => {
      const code = answers[i];
      if (typeof code !== "string") throw code;
      return [name, name === "EAS" ? easInPlace(code as Hex, spec.l2.chainId) : (code as Hex)];
    }),
  );
}

function argumentsOf(name: ImplementedName, { spec, settlement }: GenesisFacts): unknown[] {
  switch (name) {
    case "SequencerFeeVault":
    case "BaseFeeVault":
    case "L1FeeVault":
      return [spec.accounts.feeRecipient, BigInt(spec.l2.minVaultWithdrawal), WITHDRAW_ON_L2];
    case "OptimismMintableERC721Factory":
      return [PREDEPLOYS.L2ERC721Bridge, BigInt(spec.l1.chainId)];
    case "ProxyAdmin":
      return [aliasOf(settlement.Safe)];
    default:
      return [];
  }
}

/** The attestation service knows its own address: what was constructed elsewhere is moved to its place. */
function easInPlace(constructed: Hex, chainId: number): Hex {
  const elsewhere = getContractAddress({ from: zeroAddress, nonce: 0n });
  const moved = replaceWord(constructed, pad(elsewhere), pad(PREDEPLOYS.EAS));
  return replaceWord(moved, easDomain(chainId, elsewhere), easDomain(chainId));
}

/** The EIP-712 domain of the attestation service. */
export function easDomain(chainId: number, at: Address = PREDEPLOYS.EAS): Hex {
  const hashOf = (text: string) => keccak256(stringToHex(text));
  const type = hashOf("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  return keccak256(
    encodeAbiParameters(
      [
        { type: "bytes32" },
        { type: "bytes32" },
        { type: "bytes32" },
        { type: "uint256" },
        { type: "address" },
      ],
      [type, hashOf("EAS"), hashOf("1.3.0"), BigInt(chainId), at],
    ),
  );
}
