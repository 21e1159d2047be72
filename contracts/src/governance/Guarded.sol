// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IGuarded} from "../interfaces/governance/IGuarded.sol";
import {Governed} from "./Governed.sol";

/// @title Guarded
/// @notice A governed contract with a guardian. What the guardian may stop is the heir's to say; the guardian has no
/// power over parameters, ownership or code.
abstract contract Guarded is IGuarded, Governed {
    /// @custom:storage-location erc7201:tensora.storage.Guarded
    struct GuardedStorage {
        address guardian;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.Guarded")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant GUARDED_STORAGE =
        0x3536deee07bab8a060afc48198e48c845c1ecb5f7a92fdfce84afa09c96a1500;

    /// @dev The owner may always do what the guardian may: the guardian can be replaced, never needed.
    modifier onlyGuardianOrOwner() {
        _checkGuardianOrOwner();
        _;
    }

    /// @inheritdoc IGuarded
    function setGuardian(address newGuardian) external onlyOwner {
        _setGuardian(newGuardian);
    }

    /// @inheritdoc IGuarded
    function guardian() public view returns (address) {
        return _guardedStorage().guardian;
    }

    /// @dev To be called by the heir's initializer.
    // forge-lint: disable-next-line(mixed-case-function)
    function __Guarded_init(address owner_, address upgradeManager_, address guardian_)
        internal
        onlyInitializing
    {
        __Governed_init(owner_, upgradeManager_);
        _setGuardian(guardian_);
    }

    function _setGuardian(address newGuardian) private {
        GuardedStorage storage $ = _guardedStorage();
        emit GuardianSet($.guardian, newGuardian);
        $.guardian = newGuardian;
    }

    function _checkGuardianOrOwner() private view {
        if (msg.sender != guardian() && msg.sender != owner()) revert NotGuardianOrOwner(msg.sender);
    }

    function _guardedStorage() private pure returns (GuardedStorage storage $) {
        assembly ("memory-safe") {
            $.slot := GUARDED_STORAGE
        }
    }
}
