// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @title IToraGovernor
/// @notice What the governor has beside OpenZeppelin's: a share of approval, and bounds of its settings. Times are in
/// seconds, votes in wei of staked TORA. Settings are changed by proposals alone.
/// @dev A proposal succeeds when, of the votes staked at the second before its voting began,
/// - those for it and the abstentions reach the quorum, a part of all votes,
/// - more are for it than against it, and
/// - those for it reach the approval threshold, a part of those for and against it.
/// Quorum and threshold are those in force at that second: later ones neither overturn a result nor reopen one.
interface IToraGovernor {
    /// @notice What governance may change.
    struct Settings {
        /// seconds from a proposal to its votes; the votes are counted as they were staked at the end of it
        uint48 votingDelay;
        /// seconds of voting, at least 1
        uint32 votingPeriod;
        /// wei of staked TORA that a proposer must vote with
        uint256 proposalThreshold;
        /// the quorum, in percent of all staked TORA
        uint256 quorum;
        /// the approval threshold, in hundredths of a percent of the votes for and against
        uint256 approvalThreshold;
    }

    /// @notice The approval threshold of later votes changed.
    /// @param previous until now, in hundredths of a percent
    /// @param approvalThreshold from now on, in hundredths of a percent
    event ApprovalThresholdSet(uint256 previous, uint256 approvalThreshold);

    /// @notice A setting that would end governance, or make it anyone's.
    /// @param setting its name
    /// @param value the one given
    /// @param least the lowest it may have
    /// @param most the highest it may have
    error OutOfBounds(bytes32 setting, uint256 value, uint256 least, uint256 most);

    /// @notice The timelock is a proxy: it may be upgraded, and is never replaced.
    error TimelockIsFixed();

    /// @notice The governor owns nothing and calls nobody: the timelock does.
    error NoRelay();

    /// @notice A vote is for, against, or an abstention, and has no parameters.
    error NoVoteParameters();

    /// @notice Sets the governor up.
    /// @param token the voting token, StakedTora, whose clock is Unix time
    /// @param timelock the timelock, where this governor has the proposer's role
    /// @param upgradeManager the UpgradeManager
    /// @param settings to begin with
    function initialize(
        IVotes token,
        TimelockControllerUpgradeable timelock,
        address upgradeManager,
        Settings calldata settings
    ) external;

    /// @notice Changes the approval threshold of votes that begin from now on. By a proposal only.
    /// @param newThreshold in hundredths of a percent, from half to nine tenths
    function setApprovalThreshold(uint256 newThreshold) external;

    /// @notice The approval threshold of a vote that begins now, in hundredths of a percent.
    function approvalThreshold() external view returns (uint256);

    /// @notice The approval threshold of a vote that began at a time, in hundredths of a percent.
    /// @param timepoint Unix time
    function approvalThresholdAt(uint256 timepoint) external view returns (uint256);
}
