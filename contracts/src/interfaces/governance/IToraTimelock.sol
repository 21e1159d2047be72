// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IToraTimelock
/// @notice What the timelock has beside OpenZeppelin's controller.
interface IToraTimelock {
    /// @notice A delay below the floor.
    /// @param delay the one given, in seconds
    /// @param leastDelay the floor, in seconds
    error DelayTooShort(uint256 delay, uint256 leastDelay);

    /// @notice Sets the timelock up.
    /// @param delay how long a decision waits, in seconds
    /// @param proposers who may schedule and cancel: the governor, and nobody else
    /// @param executors who may execute what is due; the zero address stands for anyone
    /// @param admin who may grant roles until it renounces (the deployer), or zero
    /// @param upgradeManager the UpgradeManager
    function initialize(
        uint256 delay,
        address[] calldata proposers,
        address[] calldata executors,
        address admin,
        address upgradeManager
    ) external;

    /// @notice No delay is ever below this, in seconds.
    function leastDelay() external view returns (uint256);
}
