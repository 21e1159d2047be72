// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IUpgradeManaged} from "../interfaces/governance/IUpgradeManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @title UpgradeManaged
/// @notice The base of every upgradeable contract of the protocol: UUPS, upgraded by the UpgradeManager alone.
/// @dev Neither an owner, nor a guardian, nor the timelock itself can upgrade around the manager. An implementation
/// is locked when it is constructed, so that nobody can initialise it. State is kept in an ERC-7201 namespace: a
/// heir's variables never move when this base grows.
abstract contract UpgradeManaged is IUpgradeManaged, Initializable, UUPSUpgradeable {
    /// @custom:storage-location erc7201:tensora.storage.UpgradeManaged
    struct UpgradeManagedStorage {
        address upgradeManager;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.UpgradeManaged")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant UPGRADE_MANAGED_STORAGE =
        0xe0de0dca6e9ed6b88656b76f5e28285fcc8905ec8e855d33a20700ff2d855f00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IUpgradeManaged
    function upgradeManager() public view returns (address) {
        return _upgradeManagedStorage().upgradeManager;
    }

    /// @dev To be called by the heir's initializer.
    // forge-lint: disable-next-line(mixed-case-function)
    function __UpgradeManaged_init(address manager) internal onlyInitializing {
        if (manager == address(0)) revert NoUpgradeManager();
        _upgradeManagedStorage().upgradeManager = manager;
        emit UpgradeManagerSet(manager);
    }

    /// @inheritdoc UUPSUpgradeable
    function _authorizeUpgrade(address) internal view override {
        address manager = upgradeManager();
        if (msg.sender != manager) revert NotUpgradeManager(msg.sender, manager);
    }

    function _upgradeManagedStorage() private pure returns (UpgradeManagedStorage storage $) {
        assembly ("memory-safe") {
            $.slot := UPGRADE_MANAGED_STORAGE
        }
    }
}
