// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnetClock} from "./ISubnetClock.sol";
import {Hyperparameters, Stage} from "./SubnetTypes.sol";

/// @title ISubnet
/// @notice One market of inferences: validators score miners in epochs by commitment and reveal, Yuma consensus turns
/// scores into incentives and dividends, the EmissionManager pays by them.
interface ISubnet is ISubnetClock {
    /// @notice The contracts that a subnet works with.
    struct Parts {
        address stakePool;
        address minerRegistry;
        address consensus;
        address emissions;
        address trust;
    }

    /// @notice A validator committed to scores.
    /// @param epoch that they are of
    /// @param validator who scored
    /// @param commitment hash of all scores and a salt
    event ScoresCommitted(uint64 indexed epoch, address indexed validator, bytes32 commitment);

    /// @notice A validator revealed its scores.
    /// @param epoch that they are of
    /// @param validator who scored
    /// @param weights 16 bits a miner, by uid, as given; those of miners that are not in the epoch do not count
    event ScoresRevealed(uint64 indexed epoch, address indexed validator, bytes weights);

    /// @notice A validator committed to the score of one miner.
    event ScoreSubmitted(
        uint64 indexed epoch, address indexed validator, uint16 indexed minerId, bytes32 commitment
    );

    /// @notice A validator revealed the score of one miner.
    /// @param score of 65,535
    event ScoreRevealed(
        uint64 indexed epoch, address indexed validator, uint16 indexed minerId, uint16 score
    );

    /// @notice A validator committed and did not reveal.
    /// @param epoch that it was
    /// @param validator who was slashed
    /// @param amount stake taken, wei of TORA
    /// @param trustPenalty trust that the subnet asked to take, of 10,000
    event ValidatorSlashed(
        uint64 indexed epoch, address indexed validator, uint256 amount, uint16 trustPenalty
    );

    /// @notice So few revealed that the chain must have kept them from it, or the subnet was paused: nobody is slashed.
    /// @param epoch that it was
    /// @param committed stake that committed, wei of TORA
    /// @param revealed stake that revealed, wei of TORA
    event RevealsPardoned(uint64 indexed epoch, uint256 committed, uint256 revealed);

    /// @notice The trust registry refused a report of this subnet. Aggregation goes on.
    event TrustReportRefused(uint64 indexed epoch, address indexed validator);

    /// @notice Stake and reveals of an epoch are fixed; its columns can be ranked.
    event AggregationBegun(uint64 indexed epoch);

    /// @notice An epoch is done; its rewards can be claimed.
    /// @param epoch that it was
    /// @param incentives whether there are miners to pay
    /// @param dividends whether there are validators to pay
    event EpochAggregated(uint64 indexed epoch, bool incentives, bool dividends);

    /// @notice The subnet was handed on.
    event SubnetOwnerSet(address indexed previous, address indexed owner);

    /// @notice Only the subnet's owner or the protocol's may do this.
    error NotSubnetOwner(address caller);

    /// @notice The new owner of a subnet cannot be nobody.
    error NoSubnetOwner();

    /// @notice The current epoch is not in the phase that this needs.
    /// @param epoch the current one
    /// @param offset blocks since it began
    /// @param from first block of the phase
    /// @param until first block after it
    error WrongPhase(uint64 epoch, uint256 offset, uint256 from, uint256 until);

    /// @notice Only a validator of this epoch may do this.
    error NotValidator(address account, uint64 epoch);

    /// @notice A score given along with its commitment would be no secret: it has to be 0.
    error ScoreMustBeHidden(uint16 score);

    /// @notice Scores of an epoch are committed one by one or all at once, not both ways.
    error MixedCommitments(uint64 epoch);

    /// @notice A commitment of zero is none.
    error EmptyCommitment();

    /// @notice There is no commitment for what is revealed.
    error NothingCommitted(uint64 epoch, address validator);

    /// @notice What is revealed is not what was committed.
    /// @param committed the hash that was
    /// @param revealed the hash of what was revealed
    error WrongReveal(bytes32 committed, bytes32 revealed);

    /// @notice Scores come as 2 bytes a miner, for 256 miners at most.
    error BadLength(uint256 length);

    /// @notice There is no miner of that number in this epoch.
    error NoSuchMiner(uint16 minerId);

    /// @notice No epoch can be aggregated at this block.
    /// @param epoch the one that would be
    /// @param opensAt its first block for it
    error AggregationClosed(uint64 epoch, uint256 opensAt);

    /// @notice Commits to the scores of all miners for the current epoch; again, to replace them.
    /// @param commitment `commitmentOf` what will be revealed
    function commitScores(bytes32 commitment) external;

    /// @notice Reveals the scores of all miners.
    /// @param weights 2 bytes a miner, big-endian, by uid; missing ones are 0. Only their ratios count
    /// @param salt the secret of the commitment
    function revealScores(bytes calldata weights, bytes32 salt) external;

    /// @notice Commits to the score of one miner for the current epoch.
    /// @param minerId uid of the miner
    /// @param score has to be 0: the score itself is in the commitment
    /// @param commitment `scoreCommitmentOf` what will be revealed
    function submitScore(uint16 minerId, uint16 score, bytes32 commitment) external;

    /// @notice Reveals the score of one miner. Those of a validator count once all that it submitted are revealed.
    /// @param minerId uid of the miner
    /// @param score of 65,535
    /// @param salt the secret of the commitment
    function revealScore(uint16 minerId, uint16 score, bytes32 salt) external;

    /// @notice Carries the aggregation of the latest closed epoch on. Anyone may; it resumes where it stopped.
    /// @param medianRows for each next column to be ranked, one byte: a slot whose weight is the median, see
    /// ISubnetConsensus.medianRowsOf. A false one is refused
    /// @param bondColumns how many columns to move bonds of at most, once all are ranked
    /// @return stage how far the epoch has come
    function aggregateScores(bytes calldata medianRows, uint256 bondColumns) external returns (Stage stage);

    /// @notice Has the EmissionManager pay the caller what it earned in an epoch as a miner and as a validator.
    /// @return amount wei of TORA
    function claimRewards(uint64 epoch) external returns (uint256 amount);

    /// @notice Sets the hyperparameters from the next epoch on. The subnet's owner or the protocol's.
    function setHyperparameters(Hyperparameters calldata hyperparameters) external;

    /// @notice Hands the subnet and its share of emissions on. The subnet's owner or the protocol's.
    function setSubnetOwner(address newOwner) external;

    /// @notice Stops commitments, reveals, aggregation and registrations. Guardian or protocol owner. Nobody is slashed
    /// for an epoch in which the subnet was paused.
    function pause() external;

    /// @notice Lets them go on. Guardian or protocol owner.
    function unpause() external;

    /// @notice Number of the subnet in the SubnetRegistry.
    function subnetId() external view returns (uint256);

    /// @notice Who tunes the subnet and gets its owner's share.
    function subnetOwner() external view returns (address);

    /// @notice The contracts that the subnet works with.
    function parts() external view returns (Parts memory);

    /// @notice What a validator has to commit to.
    /// @param validator who will reveal
    /// @param epoch that the scores are of
    /// @param weights as given to `revealScores`
    /// @param salt a secret of 32 random bytes
    function commitmentOf(address validator, uint64 epoch, bytes calldata weights, bytes32 salt)
        external
        view
        returns (bytes32);

    /// @notice What a validator has to commit to for a single score.
    function scoreCommitmentOf(address validator, uint64 epoch, uint16 minerId, uint16 score, bytes32 salt)
        external
        view
        returns (bytes32);

    /// @notice The latest commitment and reveal of a slot.
    /// @return commitment zero for none; 1 when scores are committed one by one
    /// @return committedIn epoch of the latest commitment
    /// @return revealedIn epoch of the latest reveal
    /// @return weightSum sum of the revealed weights
    /// @return open scores committed one by one and not revealed yet
    function ballotOf(uint256 slot)
        external
        view
        returns (bytes32 commitment, uint64 committedIn, uint64 revealedIn, uint32 weightSum, uint16 open);

    /// @notice Weights of the first slots for 16 miners, as they were revealed last: 16 bits each, the first in the
    /// highest bits.
    /// @param word number of the block: uids from 16 * word on
    /// @param slots how many
    function weightBlock(uint256 word, uint256 slots) external view returns (uint256[] memory);

    /// @notice Weights of a slot as they were revealed last, by uid, 16 bits each.
    function weightsOf(uint256 slot) external view returns (uint256[] memory);
}
