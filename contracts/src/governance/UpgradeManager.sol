// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IUpgradeManaged} from "../interfaces/governance/IUpgradeManaged.sol";
import {IUpgradeManager} from "../interfaces/governance/IUpgradeManager.sol";
import {Governed} from "./Governed.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @title UpgradeManager
/// @notice The only upgrader of the protocol's proxies, see IUpgradeManager.
/// @dev It is a proxy too and its own upgrade manager: `upgrade(itself, ...)` is how it changes, and its address
/// never does. It holds no coins, and no upgrade takes any.
contract UpgradeManager is IUpgradeManager, Governed {
    /// @custom:storage-location erc7201:tensora.storage.UpgradeManager
    struct UpgradeManagerStorage {
        mapping(address proxy => Version) versions;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.UpgradeManager")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant UPGRADE_MANAGER_STORAGE =
        0x1e676612108f02cc05801b95872741ce81b8593b60dc389bf00fa3376d3d0600;

    /// @notice Sets the manager up.
    /// @param owner_ who decides on upgrades: the timelock, or on L1 the Safe or the L1Executor
    function initialize(address owner_) external initializer {
        __Governed_init(owner_, address(this));
    }

    /// @inheritdoc IUpgradeManager
    function upgrade(address proxy, address implementation, bytes32 codeHash, bytes calldata data)
        external
        onlyOwner
    {
        if (implementation.codehash != codeHash) {
            revert WrongCode(implementation, codeHash, implementation.codehash);
        }
        Version storage version = _upgradeManagerStorage().versions[proxy];
        uint64 number = version.number + 1;
        version.number = number;
        version.upgradedAt = uint64(block.timestamp);
        version.implementation = implementation;
        version.codeHash = codeHash;
        emit ProxyUpgraded(proxy, implementation, number, codeHash);

        UUPSUpgradeable(proxy).upgradeToAndCall(implementation, data);

        // Else this would be the last upgrade that governance decides on.
        if (!_answersToThis(proxy)) revert UpgradeAuthorityLost(proxy, implementation);
    }

    /// @inheritdoc IUpgradeManager
    function versionOf(address proxy) external view returns (Version memory) {
        return _upgradeManagerStorage().versions[proxy];
    }

    /// @dev Code that has no `upgradeManager` at all counts as answering to nobody.
    function _answersToThis(address proxy) private view returns (bool) {
        try IUpgradeManaged(proxy).upgradeManager() returns (address manager) {
            return manager == address(this);
        } catch {
            return false;
        }
    }

    function _upgradeManagerStorage() private pure returns (UpgradeManagerStorage storage $) {
        assembly ("memory-safe") {
            $.slot := UPGRADE_MANAGER_STORAGE
        }
    }
}
