// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IUpgradeManaged
/// @notice A UUPS proxy whose implementation is changed by one account only, the UpgradeManager of its chain.
interface IUpgradeManaged {
    /// @notice The upgrade manager was set, once and for all.
    /// @param upgradeManager the only account that may upgrade this proxy
    event UpgradeManagerSet(address indexed upgradeManager);

    /// @notice An account other than the upgrade manager tried to upgrade.
    /// @param caller the account that called
    /// @param upgradeManager the only account that may
    error NotUpgradeManager(address caller, address upgradeManager);

    /// @notice A proxy needs an upgrade manager, and none was given.
    error NoUpgradeManager();

    /// @notice The only account that may upgrade this proxy. It never changes: the manager is a proxy itself.
    function upgradeManager() external view returns (address);
}
