// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../interfaces/subnets/IEmissionManager.sol";
import {IGlobalTrust} from "../interfaces/subnets/IGlobalTrust.sol";
import {IMinerRegistry} from "../interfaces/subnets/IMinerRegistry.sol";
import {IStakePool} from "../interfaces/subnets/IStakePool.sol";
import {ISubnet} from "../interfaces/subnets/ISubnet.sol";
import {ISubnetConsensus} from "../interfaces/subnets/ISubnetConsensus.sol";
import {Hyperparameters, Stage} from "../interfaces/subnets/SubnetTypes.sol";
import {Yuma} from "../libraries/Yuma.sol";
import {SubnetScores} from "./SubnetScores.sol";

/// @title SubnetEpochs
/// @notice Closes epochs: slashes who withheld a reveal, fixes stake, has the consensus found in pages of bounded gas, and
/// has the emission put aside.
/// @dev An epoch can be aggregated from its aggregation block until the reveals of the next one begin, which overwrite its
/// scores; what was not finished by then is given up, and its emission goes to the next epoch.
abstract contract SubnetEpochs is SubnetScores {
    using Yuma for uint256[];

    /// @dev Basis points of the whole.
    uint256 private constant WHOLE = 10_000;

    /// @inheritdoc ISubnet
    function aggregateScores(bytes calldata medianRows, uint256 bondColumns)
        external
        whenNotPaused
        returns (Stage stage)
    {
        uint64 epoch = _openEpoch();
        SubnetData storage $ = _data();
        if ($.opened != epoch) {
            $.opened = epoch;
            _begin(epoch);
        }
        bool incentives;
        bool dividends;
        (stage, incentives, dividends) = ISubnetConsensus($.parts.consensus).carryOn(medianRows, bondColumns);
        if (stage != Stage.Done) return stage;
        IStakePool($.parts.stakePool).settle(epoch);
        IMinerRegistry($.parts.minerRegistry).settle(epoch);
        IEmissionManager($.parts.emissions).allocate(epoch, incentives, dividends);
        emit EpochAggregated(epoch, incentives, dividends);
    }

    /// @dev The one epoch that can be aggregated at this block.
    function _openEpoch() private view returns (uint64 epoch) {
        Regime storage regime;
        (epoch, regime) = _now();
        uint256 start = _startIn(regime, epoch);
        uint256 offset = block.number - start;
        if (offset >= regime.hyperparameters.phases.aggregate) return epoch;
        if (epoch == 1 || offset >= regime.hyperparameters.phases.reveal) {
            revert AggregationClosed(epoch, start + regime.hyperparameters.phases.aggregate);
        }
        return epoch - 1;
    }

    /// @dev Fixes who takes part with which stake, and slashes.
    function _begin(uint64 epoch) private {
        SubnetData storage $ = _data();
        emit AggregationBegun(epoch);
        (uint256 validators, uint256 joined) = IStakePool($.parts.stakePool).roster(epoch);
        (address[] memory accounts, uint256[] memory stakes) =
            IStakePool($.parts.stakePool).voicesOf(epoch, _length(validators));
        Hyperparameters memory h = hyperparametersOf(epoch);
        ISubnetConsensus.Opening memory opening;
        opening.epoch = epoch;
        opening.validators = uint64(validators);
        opening.keptValidators = uint64(validators & ~joined);
        (opening.stake, opening.weightSums) = _voicesOf(h, epoch, accounts, stakes, joined);
        (opening.miners, joined) = IMinerRegistry($.parts.minerRegistry).roster(epoch);
        opening.keptMiners = opening.miners & ~joined;
        opening.kappa = h.kappa;
        opening.bondsMovingAverage = h.bondsMovingAverage;
        opening.bondsPenalty = h.bondsPenalty;
        ISubnetConsensus($.parts.consensus).begin(opening);
        _slashWithheld(h, epoch, accounts, stakes);
    }

    /// @dev Stake that counts: at least the minimum, times trust, normalised, and then only that of validators that
    /// revealed lately (S in the source). Row sums of those that did not reveal in this epoch are zero.
    function _voicesOf(
        Hyperparameters memory h,
        uint64 epoch,
        address[] memory accounts,
        uint256[] memory stakes,
        uint256 joined
    ) private returns (uint256[] memory voices, uint256[] memory weightSums) {
        SubnetData storage $ = _data();
        uint256[] memory trust = IGlobalTrust($.parts.trust).trustOfAll(accounts);
        voices = new uint256[](stakes.length);
        weightSums = new uint256[](stakes.length);
        for (uint256 i = 0; i < voices.length; ++i) {
            if (stakes[i] >= h.minStake) voices[i] = stakes[i] * trust[i];
        }
        voices.normalize();
        for (uint256 i = 0; i < voices.length; ++i) {
            Ballot storage ballot = $.ballots[i];
            uint256 revealed = ballot.revealedIn;
            // What is there of an earlier epoch was revealed by who had the slot before.
            if (joined & (1 << i) != 0 && revealed != epoch) revealed = ballot.revealedIn = 0;
            if (voices[i] == 0) continue;
            if (revealed == epoch && ballot.open == 0) {
                weightSums[i] = ballot.weightSum;
            } else if (
                revealed == 0 || revealed + h.activityCutoff < epoch || h.activityCutoff == 0
                    || joined & (1 << i) != 0
            ) {
                voices[i] = 0;
            }
        }
    }

    /// @dev Slashes who committed and did not reveal, unless so little of the committed stake was revealed that the chain
    /// must have kept validators from it (a sequencer's outage), or the subnet was paused meanwhile.
    function _slashWithheld(
        Hyperparameters memory h,
        uint64 epoch,
        address[] memory accounts,
        uint256[] memory stakes
    ) private {
        SubnetData storage $ = _data();
        uint256 committed = 0;
        uint256 revealed = 0;
        uint256 withheld = 0;
        for (uint256 i = 0; i < accounts.length; ++i) {
            Ballot storage ballot = $.ballots[i];
            if (ballot.committedIn != epoch || accounts[i] == address(0)) continue;
            committed += stakes[i];
            if (ballot.revealedIn == epoch && ballot.open == 0) revealed += stakes[i];
            else withheld |= 1 << i;
        }
        if (withheld == 0) return;
        if ($.pausedIn >= epoch || revealed * WHOLE < committed * h.revealQuorum) {
            emit RevealsPardoned(epoch, committed, revealed);
            return;
        }
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (withheld & (1 << i) == 0) continue;
            uint256 amount = IStakePool($.parts.stakePool).slash(accounts[i], h.slashRate);
            emit ValidatorSlashed(epoch, accounts[i], amount, h.trustPenalty);
            // The trust registry may have cut this subnet off; that must not stop the epoch.
            try IGlobalTrust($.parts.trust).penalise(accounts[i], h.trustPenalty) {}
            catch {
                emit TrustReportRefused(epoch, accounts[i]);
            }
        }
    }

    /// @dev Places up to the last member.
    function _length(uint256 members) private pure returns (uint256 length) {
        for (; members != 0; members >>= 1) {
            ++length;
        }
    }
}
