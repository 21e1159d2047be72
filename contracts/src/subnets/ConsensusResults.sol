// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IMinerRegistry} from "../interfaces/subnets/IMinerRegistry.sol";
import {IStakePool} from "../interfaces/subnets/IStakePool.sol";
import {ISubnetConsensus} from "../interfaces/subnets/ISubnetConsensus.sol";
import {Stage} from "../interfaces/subnets/SubnetTypes.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {Yuma} from "../libraries/Yuma.sol";
import {ConsensusRun} from "./ConsensusRun.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title ConsensusResults
/// @notice What came out of the epochs, and what accounts earned by it.
/// @dev A share is paid as the difference of two rounded running sums, so that all payments of a pool add up to it.
abstract contract ConsensusResults is ConsensusRun {
    using Lanes for mapping(uint256 word => uint256);

    /// @inheritdoc ISubnetConsensus
    function rewardOf(uint64 epoch, address account, uint256 minerPool, uint256 validatorPool)
        external
        view
        returns (uint256 asMiner, uint256 asValidator)
    {
        ConsensusData storage $ = _data();
        (bool found, uint256 uid) = IMinerRegistry($.minerRegistry).uidOf(account, epoch);
        if (found) {
            asMiner = _part($.incentiveSums[epoch], uid, $.totals[epoch].incentives, minerPool);
        }
        uint256 earned = _validatorReward(epoch, account, validatorPool);
        if (earned > 0) asValidator = earned - _delegated(epoch, account, account, earned, true);
    }

    /// @inheritdoc ISubnetConsensus
    function delegatorRewardOf(uint64 epoch, address delegator, address validator, uint256 validatorPool)
        external
        view
        returns (uint256 amount)
    {
        if (delegator == validator) return 0;
        return
            _delegated(epoch, validator, delegator, _validatorReward(epoch, validator, validatorPool), false);
    }

    /// @inheritdoc ISubnetConsensus
    function aggregation()
        external
        view
        returns (uint64 epoch, Stage stage, uint256 column, uint256 columns)
    {
        Aggregation storage a = _data().aggregation;
        return (a.epoch, a.stage, a.column, a.columns);
    }

    /// @inheritdoc ISubnetConsensus
    function lastAggregated() external view returns (uint64) {
        return _data().lastAggregated;
    }

    /// @inheritdoc ISubnetConsensus
    function incentivesOf(uint64 epoch) external view returns (uint256[] memory) {
        return _shares(_data().incentiveSums[epoch], _data().totals[epoch].columns);
    }

    /// @inheritdoc ISubnetConsensus
    function dividendsOf(uint64 epoch) external view returns (uint256[] memory) {
        return _shares(_data().dividendSums[epoch], _data().totals[epoch].rows);
    }

    /// @inheritdoc ISubnetConsensus
    function bondsOf(uint256 uid) external view returns (uint256[] memory numbers) {
        uint256[4] storage words = _data().bonds[uid];
        numbers = new uint256[](64);
        for (uint256 i = 0; i < 64; ++i) {
            numbers[i] = (words[i / 16] >> (240 - 16 * (i % 16))) & 0xffff;
        }
    }

    /// @inheritdoc ISubnetConsensus
    function ranks() external view returns (uint256[] memory consensus, uint256[] memory rank) {
        Aggregation storage a = _data().aggregation;
        rank = _data().ranks.load(RANK_BITS, 0, _ranked(a));
        consensus = _consensusOf(a, rank);
        for (uint256 i = 0; i < rank.length; ++i) {
            rank[i] &= (1 << SHARE_BITS) - 1;
        }
    }

    /// @inheritdoc ISubnetConsensus
    function voices() external view returns (uint256[] memory stake, uint256[] memory validatorTrust) {
        Aggregation storage a = _data().aggregation;
        stake = Yuma.stakesOf(_rowsOf(a));
        validatorTrust = _ranked(a) == 0 ? new uint256[](a.rows) : _data().trusts.load(SUM_BITS, 0, a.rows);
    }

    /// @dev Columns ranked so far: what is behind them, and trust before the first of them, is of another epoch.
    function _ranked(Aggregation storage a) private view returns (uint256) {
        return a.stage == Stage.Ranks ? a.column : a.columns;
    }

    /// @dev What a validator and its delegators earned together.
    function _validatorReward(uint64 epoch, address validator, uint256 pool) private view returns (uint256) {
        ConsensusData storage $ = _data();
        (bool found, uint256 slot) = IStakePool($.stakePool).slotOf(validator, epoch);
        return found ? _part($.dividendSums[epoch], slot, $.totals[epoch].dividends, pool) : 0;
    }

    /// @dev What of a validator's reward goes to one delegator, or to all others than the one.
    function _delegated(uint64 epoch, address validator, address delegator, uint256 earned, bool others)
        private
        view
        returns (uint256)
    {
        (uint256 total, uint256 held, uint16 take) =
            IStakePool(_data().stakePool).sharesOf(validator, delegator, epoch);
        if (total == 0) return 0;
        uint256 pot = earned * (10_000 - take) / 10_000;
        return Math.mulDiv(pot, others ? total - held : held, total);
    }

    function _part(mapping(uint256 word => uint256) storage sums, uint256 index, uint256 total, uint256 pool)
        private
        view
        returns (uint256)
    {
        if (total == 0) return 0;
        uint256 below = index == 0 ? 0 : sums.get(SUM_BITS, index - 1);
        return pool * sums.get(SUM_BITS, index) / total - pool * below / total;
    }

    function _shares(mapping(uint256 word => uint256) storage sums, uint256 count)
        private
        view
        returns (uint256[] memory shares)
    {
        shares = sums.load(SUM_BITS, 0, count);
        for (uint256 i = count; i > 1; --i) {
            shares[i - 1] -= shares[i - 2];
        }
    }
}
