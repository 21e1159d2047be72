// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {SubnetTest} from "./SubnetTest.sol";

/// @notice A subnet with signatures for its desk, by hand, as a program in another language makes them.
abstract contract DeskTest is SubnetTest {
    /// @dev What is signed, by EIP-712. @param structHash of the message
    function _inDomain(bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Tensora Inference"),
                keccak256("1"),
                block.chainid,
                address(desk)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /// @dev By the key of a miner.
    function _signDigest(uint256 i, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(1_000 + i, digest);
        return abi.encodePacked(r, s, v);
    }

    function _sign(uint256 i, uint256 requestId, bytes memory result) internal view returns (bytes memory) {
        return _signDigest(i, desk.digestOf(requestId, keccak256(result), _miner(i)));
    }
}
