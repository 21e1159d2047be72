// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Hyperparameters, Phase} from "./SubnetTypes.sol";

/// @title ISubnetClock
/// @notice Epochs of a subnet, counted from 1, by block; and the hyperparameters, which change between epochs only.
interface ISubnetClock {
    /// @notice Hyperparameters were set.
    /// @param fromEpoch the first epoch that they rule
    /// @param hyperparameters all of them
    event HyperparametersSet(uint64 indexed fromEpoch, Hyperparameters hyperparameters);

    /// @notice A hyperparameter is out of its bounds.
    /// @param name of the hyperparameter, ASCII
    /// @param value what was asked for
    /// @param least the lower bound
    /// @param most the upper bound
    error OutOfBounds(bytes32 name, uint256 value, uint256 least, uint256 most);

    /// @notice Epochs begin with 1, and this one has not begun.
    /// @param epoch what was asked for
    error NoSuchEpoch(uint64 epoch);

    /// @notice The epoch of this block.
    function currentEpoch() external view returns (uint64);

    /// @notice What the current epoch is doing.
    /// @return epoch the current one
    /// @return phase its phase
    /// @return blocksLeft blocks of this phase after the present one
    function phaseNow() external view returns (uint64 epoch, Phase phase, uint32 blocksLeft);

    /// @notice The first block of an epoch that has begun, or of the next one.
    function startOf(uint64 epoch) external view returns (uint64);

    /// @notice What ruled an epoch that has begun, or will rule the next one as things stand.
    function hyperparametersOf(uint64 epoch) external view returns (Hyperparameters memory);
}
