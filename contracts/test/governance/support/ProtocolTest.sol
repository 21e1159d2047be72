// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Test} from "../../support/Test.sol";
import {ProtocolVm} from "./ProtocolVm.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/// @notice What tests of tokens and governance have in common.
abstract contract ProtocolTest is Test {
    ProtocolVm internal constant cheats = ProtocolVm(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint256 internal constant START = 1_700_000_000;
    address internal constant GUARDIAN = address(0x6A);
    address internal constant STRANGER = address(0xBAD);

    bytes4 internal constant INITIALIZED = bytes4(keccak256("InvalidInitialization()"));
    bytes32 private constant IMPLEMENTATION_SLOT =
        0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

    function _proxy(address code, bytes memory call) internal returns (address) {
        return address(new ERC1967Proxy(code, call));
    }

    function _implementationOf(address proxy) internal view returns (address) {
        return address(uint160(uint256(cheats.load(proxy, IMPLEMENTATION_SLOT))));
    }

    function _expect(bytes memory reason) internal {
        cheats.expectRevert(reason);
    }

    function _expectNotOwner(address caller) internal {
        cheats.expectRevert(abi.encodeWithSignature("OwnableUnauthorizedAccount(address)", caller));
    }

    function _expectInitialized() internal {
        vm.expectRevert(INITIALIZED);
    }

    /// @dev Where ERC-7201 puts a namespace.
    function _namespace(string memory id) internal pure returns (bytes32) {
        return keccak256(abi.encode(uint256(keccak256(bytes(id))) - 1)) & ~bytes32(uint256(0xff));
    }
}
