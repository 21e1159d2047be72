// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Guarded} from "./Guarded.sol";
import {PausableUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/PausableUpgradeable.sol";

/// @title GuardedPausable
/// @notice A guarded contract that can be paused as a whole. What stands still while it is paused is marked
/// `whenNotPaused` by the heir.
abstract contract GuardedPausable is Guarded, PausableUpgradeable {
    /// @notice Stops what may be stopped. Guardian or owner.
    function pause() external onlyGuardianOrOwner {
        _pause();
    }

    /// @notice Lets it go on. Guardian or owner.
    function unpause() external onlyGuardianOrOwner {
        _unpause();
    }
}
