// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IGuarded
/// @notice A contract with a guardian: an account that can stop things at once, and can do nothing else.
interface IGuarded {
    /// @notice The owner named another guardian.
    /// @param previous the guardian until now, or zero
    /// @param guardian the guardian from now on, or zero for none
    event GuardianSet(address indexed previous, address indexed guardian);

    /// @notice Only the guardian and the owner may do this.
    /// @param caller the account that called
    error NotGuardianOrOwner(address caller);

    /// @notice The account that may pause and unpause, or zero.
    function guardian() external view returns (address);

    /// @notice Names another guardian. Owner only.
    /// @param newGuardian the guardian from now on, or zero for none
    function setGuardian(address newGuardian) external;
}
