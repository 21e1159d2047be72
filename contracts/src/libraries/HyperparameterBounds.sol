// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnetClock} from "../interfaces/subnets/ISubnetClock.sol";
import {Hyperparameters} from "../interfaces/subnets/SubnetTypes.sol";

/// @title HyperparameterBounds
/// @notice What a subnet's owner can set. The bounds keep an owner from taking stake, from locking it up, and from making
/// consensus one party's.
library HyperparameterBounds {
    /// @notice Reverts with ISubnetClock.OutOfBounds on the first value out of its bounds.
    function check(Hyperparameters memory h) internal pure {
        _within("phases.commit", h.phases.commit, 1, 1_000_000);
        _within("phases.reveal", h.phases.reveal, uint256(h.phases.commit) + 1, 1_000_000);
        _within("phases.aggregate", h.phases.aggregate, uint256(h.phases.reveal) + 1, 1_000_000);
        _within("phases.length", h.phases.length, uint256(h.phases.aggregate) + 1, 1_000_000);
        _within("taskTimeout", h.taskTimeout, 1, 1_000_000);
        _within("immunity", h.immunity, 0, 1_000);
        // At 1,000,000 nothing new would ever enter the average.
        _within("bondsMovingAverage", h.bondsMovingAverage, 0, 999_999);
        // A fifth to four fifths of the stake.
        _within("kappa", h.kappa, 13_107, 52_428);
        _within("bondsPenalty", h.bondsPenalty, 0, 65_535);
        _within("slashRate", h.slashRate, 0, 5_000);
        _within("trustPenalty", h.trustPenalty, 0, 10_000);
        _within("revealQuorum", h.revealQuorum, 1, 10_000);
        _within("activityCutoff", h.activityCutoff, 0, 1_000);
        // A slash for an epoch comes before the end of the next one at the latest.
        _within("unbondingEpochs", h.unbondingEpochs, 2, 1_000);
        _within("maxMiners", h.maxMiners, 1, 256);
        _within("maxValidators", h.maxValidators, 1, 64);
        _within("minStake", h.minStake, 1, 10 ** 27);
        _within("registrationFee", h.registrationFee, 0, 10 ** 27);
    }

    function _within(bytes32 name, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert ISubnetClock.OutOfBounds(name, value, least, most);
    }
}
