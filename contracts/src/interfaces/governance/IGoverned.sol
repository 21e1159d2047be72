// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IGoverned
/// @notice A contract that is owned: by the timelock on the rollup, by the Safe or the L1Executor on L1.
interface IGoverned {
    /// @notice Ownership can be handed on, and never given up.
    error OwnershipCannotBeRenounced();

    /// @notice Ownership is handed to contracts only; a mistyped address has no code.
    /// @param newOwner the account without code
    error OwnerWithoutCode(address newOwner);
}
