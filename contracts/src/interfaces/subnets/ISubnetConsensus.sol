// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Stage} from "./SubnetTypes.sol";

/// @title ISubnetConsensus
/// @notice The Yuma consensus of one subnet, epoch by epoch: bonds, incentives and dividends, and who earned what by them.
/// The subnet feeds it; see the library Yuma for the formulas and their source.
interface ISubnetConsensus {
    /// @notice What an epoch begins with.
    /// @param epoch the one
    /// @param miners bits of its miners, by uid
    /// @param keptMiners those of them whose bonds of former epochs count
    /// @param validators bits of its validators, by slot
    /// @param keptValidators those of them whose bonds of former epochs count
    /// @param kappa share of stake that makes a consensus, of 65,535
    /// @param bondsMovingAverage share of the former bonds, of 1,000,000
    /// @param bondsPenalty how far weights for bonds are drawn to the consensus, of 65,535
    /// @param stake active stake by slot: normalised, then masked, I32F32
    /// @param weightSums sum of the weights of each slot, 0 for those that did not reveal
    struct Opening {
        uint64 epoch;
        uint256 miners;
        uint256 keptMiners;
        uint64 validators;
        uint64 keptValidators;
        uint16 kappa;
        uint32 bondsMovingAverage;
        uint16 bondsPenalty;
        uint256[] stake;
        uint256[] weightSums;
    }

    /// @notice An epoch was begun.
    /// @param rows slots of validators
    /// @param columns places of miners
    event EpochOpened(uint64 indexed epoch, uint256 rows, uint256 columns);

    /// @notice All columns of an epoch are ranked.
    /// @param rankSum sum of the ranks of all miners, I32F32; zero when there was no consensus
    event EpochRanked(uint64 indexed epoch, uint256 rankSum);

    /// @notice An epoch is done.
    /// @param incentives sum of all, I32F32: 1 less roundings, or 0 when there was no consensus
    /// @param dividends sum of all, I32F32: 1 less roundings, or 0 when nobody has a voice
    event EpochClosed(uint64 indexed epoch, uint256 incentives, uint256 dividends);

    /// @notice Only the subnet may do this.
    error NotSubnet(address caller);

    /// @notice The epoch is aggregated already.
    error AlreadyAggregated(uint64 epoch);

    /// @notice Pages of medians end on a multiple of 16 columns, or with the last column.
    error UnalignedPage(uint256 columns);

    /// @notice More medians were named than there are columns left.
    error TooManyMedians(uint256 given, uint256 left);

    /// @notice Begins an epoch; what was unfinished of another is given up. Subnet only.
    function begin(Opening calldata opening) external;

    /// @notice Carries the epoch on. Subnet only.
    /// @param medianRows see ISubnet.aggregateScores
    /// @param bondColumns see ISubnet.aggregateScores
    /// @return stage how far it has come
    /// @return incentives whether there are miners to pay, once it is done
    /// @return dividends whether there are validators to pay, once it is done
    function carryOn(bytes calldata medianRows, uint256 bondColumns)
        external
        returns (Stage stage, bool incentives, bool dividends);

    /// @notice How far the aggregation of the latest epoch that was begun is.
    /// @return epoch the one
    /// @return stage how far
    /// @return column next column
    /// @return columns how many there are
    function aggregation() external view returns (uint64 epoch, Stage stage, uint256 column, uint256 columns);

    /// @notice The median rows that ISubnet.aggregateScores needs for the columns from the next one on. Begins to answer when
    /// the epoch's aggregation has begun.
    /// @param count of columns, cut to what is left
    function medianRowsOf(uint256 count) external view returns (bytes memory medianRows);

    /// @notice The latest epoch that is done, or 0.
    function lastAggregated() external view returns (uint64);

    /// @notice Incentives of the miners of an epoch that is done, by uid, I32F32.
    function incentivesOf(uint64 epoch) external view returns (uint256[] memory);

    /// @notice Dividends of the validators of an epoch that is done, by slot, I32F32.
    function dividendsOf(uint64 epoch) external view returns (uint256[] memory);

    /// @notice Bonds on a miner after the latest epoch done, by slot of the validators, 16 bits each.
    function bondsOf(uint256 uid) external view returns (uint256[] memory);

    /// @notice Consensus weight and rank of each miner in the latest aggregation, by uid, I32F32; while it ranks, of those
    /// that are ranked. Holds until the scores of the next epoch are revealed.
    function ranks() external view returns (uint256[] memory consensus, uint256[] memory rank);

    /// @notice Active stake and validator trust of each slot in the latest aggregation, I32F32.
    function voices() external view returns (uint256[] memory stake, uint256[] memory validatorTrust);

    /// @notice What an account earned in an epoch, of pools that the EmissionManager put aside. Amounts of all miners
    /// and of all validators add up to their pools exactly.
    /// @param minerPool wei of TORA for all miners
    /// @param validatorPool wei of TORA for all validators
    /// @return asMiner wei of TORA
    /// @return asValidator wei of TORA, without what its delegators earned
    function rewardOf(uint64 epoch, address account, uint256 minerPool, uint256 validatorPool)
        external
        view
        returns (uint256 asMiner, uint256 asValidator);

    /// @notice What a delegator earned in an epoch by its stake with a validator.
    /// @return amount wei of TORA
    function delegatorRewardOf(uint64 epoch, address delegator, address validator, uint256 validatorPool)
        external
        view
        returns (uint256 amount);

    /// @notice The subnet that this consensus belongs to.
    function subnet() external view returns (address);
}
