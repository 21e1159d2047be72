// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IMinerRegistry} from "../interfaces/subnets/IMinerRegistry.sol";
import {IStakePool} from "../interfaces/subnets/IStakePool.sol";
import {ISubnet} from "../interfaces/subnets/ISubnet.sol";
import {Phases} from "../interfaces/subnets/SubnetTypes.sol";
import {SubnetClock} from "./SubnetClock.sol";
import {SubnetStorage} from "./SubnetStorage.sol";
import {PausableUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/PausableUpgradeable.sol";

/// @title SubnetScores
/// @notice Commitments and reveals of scores.
/// @dev A commitment binds chain, subnet, epoch, validator, all scores and a salt: copied, or replayed elsewhere, it
/// cannot be revealed. What is revealed is written down as it will count: scores of miners that are not in the epoch, and
/// of the validator's own miner (subtensor masks the diagonal), are zero.
abstract contract SubnetScores is ISubnet, SubnetClock, SubnetStorage, PausableUpgradeable {
    bytes32 private constant SCORES = keccak256(
        "Scores(uint256 chainId,address subnet,uint64 epoch,address validator,bytes weights,bytes32 salt)"
    );
    bytes32 private constant SCORE = keccak256(
        "Score(uint256 chainId,address subnet,uint64 epoch,address validator,uint16 minerId,uint16 score,bytes32 salt)"
    );

    /// @inheritdoc ISubnet
    function commitScores(bytes32 commitment) external whenNotPaused {
        if (uint256(commitment) <= 1) revert EmptyCommitment();
        uint64 epoch = _inCommit();
        Ballot storage ballot = _data().ballots[_slotOf(msg.sender, epoch)];
        if (ballot.committedIn == epoch && ballot.commitment == ONE_BY_ONE) revert MixedCommitments(epoch);
        ballot.commitment = commitment;
        ballot.committedIn = epoch;
        ballot.open = 0;
        emit ScoresCommitted(epoch, msg.sender, commitment);
    }

    /// @inheritdoc ISubnet
    function submitScore(uint16 minerId, uint16 score, bytes32 commitment) external whenNotPaused {
        if (score != 0) revert ScoreMustBeHidden(score);
        if (commitment == 0) revert EmptyCommitment();
        uint64 epoch = _inCommit();
        uint256 slot = _slotOf(msg.sender, epoch);
        _requireMiner(minerId, epoch);
        Ballot storage ballot = _data().ballots[slot];
        if (ballot.committedIn != epoch) {
            ballot.commitment = ONE_BY_ONE;
            ballot.committedIn = epoch;
            ballot.open = 0;
        } else if (ballot.commitment != ONE_BY_ONE) {
            revert MixedCommitments(epoch);
        }
        mapping(uint256 uid => bytes32) storage scores = _data().scores[epoch][slot];
        if (scores[minerId] == 0) ++ballot.open;
        scores[minerId] = commitment;
        emit ScoreSubmitted(epoch, msg.sender, minerId, commitment);
    }

    /// @inheritdoc ISubnet
    function revealScores(bytes calldata weights, bytes32 salt) external whenNotPaused {
        if (weights.length > 512 || weights.length % 2 != 0) revert BadLength(weights.length);
        uint64 epoch = _inReveal();
        uint256 slot = _slotOf(msg.sender, epoch);
        Ballot storage ballot = _data().ballots[slot];
        bytes32 committed = ballot.commitment;
        if (ballot.committedIn != epoch || committed == ONE_BY_ONE || ballot.revealedIn == epoch) {
            revert NothingCommitted(epoch, msg.sender);
        }
        bytes32 revealed = commitmentOf(msg.sender, epoch, weights, salt);
        if (committed != revealed) revert WrongReveal(committed, revealed);
        ballot.revealedIn = epoch;
        (uint256 members, uint256 counted) = _minersOf(epoch);
        ballot.weightSum = uint32(_writeWeights(slot, weights, members, counted));
        emit ScoresRevealed(epoch, msg.sender, weights);
    }

    /// @inheritdoc ISubnet
    function revealScore(uint16 minerId, uint16 score, bytes32 salt) external whenNotPaused {
        uint64 epoch = _inReveal();
        uint256 slot = _slotOf(msg.sender, epoch);
        mapping(uint256 uid => bytes32) storage scores = _data().scores[epoch][slot];
        bytes32 committed = scores[minerId];
        if (committed == 0) revert NothingCommitted(epoch, msg.sender);
        bytes32 revealed = scoreCommitmentOf(msg.sender, epoch, minerId, score, salt);
        if (committed != revealed) revert WrongReveal(committed, revealed);
        delete scores[minerId];
        (, uint256 counted) = _minersOf(epoch);
        if (counted & (1 << minerId) == 0) score = 0;
        _addWeight(slot, epoch, minerId, score);
        emit ScoreRevealed(epoch, msg.sender, minerId, score);
    }

    /// @inheritdoc ISubnet
    function ballotOf(uint256 slot)
        external
        view
        returns (bytes32 commitment, uint64 committedIn, uint64 revealedIn, uint32 weightSum, uint16 open)
    {
        Ballot storage ballot = _data().ballots[slot];
        return (ballot.commitment, ballot.committedIn, ballot.revealedIn, ballot.weightSum, ballot.open);
    }

    /// @inheritdoc ISubnet
    function weightBlock(uint256 word, uint256 slots) external view returns (uint256[] memory block_) {
        uint256[64] storage weights = _data().weights[word];
        block_ = new uint256[](slots);
        unchecked {
            for (uint256 i = 0; i < slots; ++i) {
                block_[i] = weights[i];
            }
        }
    }

    /// @inheritdoc ISubnet
    function weightsOf(uint256 slot) external view returns (uint256[] memory numbers) {
        numbers = new uint256[](256);
        for (uint256 i = 0; i < 256; ++i) {
            numbers[i] = (_data().weights[i / 16][slot] >> (240 - 16 * (i % 16))) & 0xffff;
        }
    }

    /// @inheritdoc ISubnet
    function commitmentOf(address validator, uint64 epoch, bytes calldata weights, bytes32 salt)
        public
        view
        returns (bytes32)
    {
        return keccak256(
            abi.encode(SCORES, block.chainid, address(this), epoch, validator, keccak256(weights), salt)
        );
    }

    /// @inheritdoc ISubnet
    function scoreCommitmentOf(address validator, uint64 epoch, uint16 minerId, uint16 score, bytes32 salt)
        public
        view
        returns (bytes32)
    {
        return
            keccak256(abi.encode(SCORE, block.chainid, address(this), epoch, validator, minerId, score, salt));
    }

    function _inCommit() private view returns (uint64) {
        return _inPhase(true);
    }

    function _inReveal() private view returns (uint64) {
        return _inPhase(false);
    }

    function _inPhase(bool commits) private view returns (uint64 epoch) {
        Regime storage regime;
        (epoch, regime) = _now();
        uint256 offset = block.number - _startIn(regime, epoch);
        Phases memory phases = regime.hyperparameters.phases;
        uint256 from = commits ? phases.commit : phases.reveal;
        uint256 until = commits ? phases.reveal : phases.aggregate;
        if (offset < from || offset >= until) revert WrongPhase(epoch, offset, from, until);
    }

    function _slotOf(address validator, uint64 epoch) private view returns (uint256) {
        (bool found, uint8 slot) = IStakePool(_data().parts.stakePool).slotOf(validator, epoch);
        if (!found) revert NotValidator(validator, epoch);
        return slot;
    }

    function _requireMiner(uint16 minerId, uint64 epoch) private view {
        (uint256 members,) = IMinerRegistry(_data().parts.minerRegistry).roster(epoch);
        if (minerId > 255 || members & (1 << minerId) == 0) revert NoSuchMiner(minerId);
    }

    /// @return members the miners of an epoch
    /// @return counted those that the caller can score: all but its own
    function _minersOf(uint64 epoch) private view returns (uint256 members, uint256 counted) {
        IMinerRegistry registry = IMinerRegistry(_data().parts.minerRegistry);
        (members,) = registry.roster(epoch);
        (bool found, uint16 uid) = registry.uidOf(msg.sender, epoch);
        counted = found ? members & ~(1 << uid) : members;
    }

    /// @dev Writes a row of weights down, those that do not count as zero.
    /// @return sum of the row
    function _writeWeights(uint256 slot, bytes calldata weights, uint256 members, uint256 counted)
        private
        returns (uint256 sum)
    {
        // Words up to the last miner's, whether or not anyone in them counts: the consensus reads all of them. Those behind
        // are not read.
        for (uint256 word = 0; members != 0; ++word) {
            (uint256 kept, uint256 keptSum) = _countedWord(_wordOf(weights, 32 * word), counted & 0xffff);
            sum += keptSum;
            _data().weights[word][slot] = kept;
            (members, counted) = (members >> 16, counted >> 16);
        }
    }

    /// @dev A word of packed weights with those that do not count cleared, and their sum.
    function _countedWord(uint256 packed, uint256 counted) private pure returns (uint256 kept, uint256 sum) {
        unchecked {
            for (uint256 lane = 0; lane < 16; ++lane) {
                uint256 shift = 240 - 16 * lane;
                uint256 weight = counted & (1 << lane) == 0 ? 0 : (packed >> shift) & 0xffff;
                kept |= weight << shift;
                sum += weight;
            }
        }
    }

    /// @dev A word of packed weights, zero behind their end.
    function _wordOf(bytes calldata weights, uint256 from) private pure returns (uint256) {
        if (from >= weights.length) return 0;
        // Short slices convert with zeros behind.
        return uint256(bytes32(weights[from:from + 32 < weights.length ? from + 32 : weights.length]));
    }

    function _addWeight(uint256 slot, uint64 epoch, uint256 uid, uint256 score) private {
        Ballot storage ballot = _data().ballots[slot];
        if (ballot.revealedIn != epoch) {
            ballot.revealedIn = epoch;
            ballot.weightSum = 0;
            for (uint256 word = 0; word < 16; ++word) {
                _data().weights[word][slot] = 0;
            }
        }
        --ballot.open;
        ballot.weightSum += uint32(score);
        _data().weights[uid / 16][slot] |= score << (240 - 16 * (uid % 16));
    }
}
