// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnet} from "../interfaces/subnets/ISubnet.sol";
import {ISubnetConsensus} from "../interfaces/subnets/ISubnetConsensus.sol";
import {Stage} from "../interfaces/subnets/SubnetTypes.sol";
import {Lanes} from "../libraries/Lanes.sol";
import {Yuma} from "../libraries/Yuma.sol";
import {ConsensusStorage} from "./ConsensusStorage.sol";
import {LibSort} from "solady/src/utils/LibSort.sol";

/// @title ConsensusRun
/// @notice Turns the scores of an epoch into incentives and dividends, in pages of bounded gas.
/// @dev Two passes over the columns, 16 of which share a word of weights. Ranks: medians are named by the caller and
/// proved. Bonds: incentives need the sum of all ranks, hence the second pass.
abstract contract ConsensusRun is ISubnetConsensus, ConsensusStorage {
    using Lanes for mapping(uint256 word => uint256);
    using Yuma for uint256[];

    /// @dev What a page of columns has in common.
    struct BondPage {
        Yuma.BondRule rule;
        uint256[] dividends;
        uint256[] scratch;
        uint256[4] kept;
        uint256 miners;
        uint256 keptMiners;
        uint256 rankSum;
    }

    /// @inheritdoc ISubnetConsensus
    function medianRowsOf(uint256 count) external view returns (bytes memory medianRows) {
        Aggregation storage a = _data().aggregation;
        if (a.stage != Stage.Ranks) return "";
        uint256 left = a.columns - a.column;
        if (count > left) count = left;
        medianRows = new bytes(count);
        Yuma.Rows memory rows = _rowsOf(a);
        uint256[] memory keys = new uint256[](a.rows);
        for (uint256 i = 0; i < count; ++i) {
            uint256 column = a.column + i;
            if (i == 0 || column % 16 == 0) _loadBlock(rows, column / 16);
            medianRows[i] = bytes1(uint8(_medianRow(rows, _shiftOf(column), keys)));
        }
    }

    function _begin(Opening calldata opening) internal {
        ConsensusData storage $ = _data();
        uint256 rows = opening.stake.length;
        uint256 columns = _length(opening.miners);
        $.aggregation = Aggregation({
            epoch: opening.epoch,
            stage: columns == 0 ? Stage.Bonds : Stage.Ranks,
            column: 0,
            columns: uint16(columns),
            rows: uint16(rows),
            kappa: opening.kappa,
            bondsMovingAverage: opening.bondsMovingAverage,
            bondsPenalty: opening.bondsPenalty,
            rankSum: 0,
            incentiveSum: 0,
            keptValidators: opening.keptValidators,
            miners: opening.miners,
            keptMiners: opening.keptMiners
        });
        uint256[] memory voices = new uint256[](rows);
        for (uint256 i = 0; i < rows; ++i) {
            voices[i] = opening.stake[i] | (opening.weightSums[i] << SHARE_BITS);
        }
        $.voices.store(VOICE_BITS, 0, voices);
        emit EpochOpened(opening.epoch, rows, columns);
    }

    /// @dev Ranks one column for each median named.
    function _rank(Aggregation storage a, bytes calldata medianRows) internal {
        uint256 left = a.columns - a.column;
        if (medianRows.length > left) revert TooManyMedians(medianRows.length, left);
        if (medianRows.length % 16 != 0 && medianRows.length != left) {
            revert UnalignedPage(medianRows.length);
        }
        if (medianRows.length == 0) return;
        Yuma.Rows memory rows = _rowsOf(a);
        uint256[] memory trusts = _sumsSoFar(_data().trusts, a);
        uint256 rankSum = a.rankSum;
        for (uint256 at = 0; at < medianRows.length; at += 16) {
            uint256 until = at + 16 < medianRows.length ? at + 16 : medianRows.length;
            rankSum += _rankBlock(rows, trusts, a.column + at, medianRows[at:until], a.miners);
        }
        _data().trusts.store(SUM_BITS, 0, trusts);
        a.rankSum = uint64(rankSum);
        if (medianRows.length == left) {
            (a.stage, a.column) = (Stage.Bonds, 0);
            emit EpochRanked(a.epoch, rankSum);
        } else {
            a.column += uint16(medianRows.length);
        }
    }

    /// @dev Ranks up to 16 columns whose weights share a word of every row.
    /// @return sum of their ranks
    function _rankBlock(
        Yuma.Rows memory rows,
        uint256[] memory trusts,
        uint256 from,
        bytes calldata medianRows,
        uint256 miners
    ) private returns (uint256 sum) {
        _loadBlock(rows, from / 16);
        uint256[] memory ranked = new uint256[](medianRows.length);
        for (uint256 i = 0; i < ranked.length; ++i) {
            if (miners & (1 << (from + i)) == 0) continue;
            uint256 row = uint8(medianRows[i]);
            (, uint256 rank) = Yuma.rankColumn(rows, _shiftOf(i), row, trusts);
            ranked[i] = rank | (row << SHARE_BITS);
            sum += rank;
        }
        _data().ranks.store(RANK_BITS, from, ranked);
    }

    /// @dev Moves the bonds of the next columns on; the last one ends the epoch.
    function _moveBonds(Aggregation storage a, uint256 count) internal {
        uint256 left = a.columns - a.column;
        uint256 end = a.column + (count >= left ? left : count - count % 16);
        if (end != a.column) {
            _bondPage(a, end);
            a.column = uint16(end);
        }
        if (end == a.columns) _finish(a);
    }

    function _bondPage(Aggregation storage a, uint256 end) private {
        ConsensusData storage $ = _data();
        Yuma.Rows memory rows = _rowsOf(a);
        BondPage memory page = BondPage({
            rule: Yuma.bondRuleOf(a.bondsMovingAverage, a.bondsPenalty),
            dividends: _sumsSoFar($.dividends, a),
            scratch: new uint256[](2 * uint256(a.rows)),
            kept: _keptBonds(a),
            miners: a.miners,
            keptMiners: a.keptMiners,
            rankSum: a.rankSum
        });
        uint256 sum = a.incentiveSum;
        uint256 from = a.column;
        // Ranks first; running sums of incentives take their place.
        uint256[] memory sums = $.ranks.load(RANK_BITS, from, end - from);
        for (uint256 at = from; at < end; ++at) {
            if (at % 16 == 0) _loadBlock(rows, at / 16);
            sum += _moveColumn(rows, page, at, sums[at - from]);
            sums[at - from] = sum;
        }
        $.incentiveSums[a.epoch].store(SUM_BITS, from, sums);
        $.dividends.store(SUM_BITS, 0, page.dividends);
        a.incentiveSum = uint64(sum);
    }

    /// @dev Moves the bonds of one column on.
    /// @param ranked the column's rank and the row of its median
    /// @return incentive of its miner, I32F32
    function _moveColumn(Yuma.Rows memory rows, BondPage memory page, uint256 column, uint256 ranked)
        private
        returns (uint256 incentive)
    {
        uint256[4] storage stored = _data().bonds[column];
        uint256[4] memory bonds;
        uint256 words = (rows.count + 15) / 16;
        if (page.miners & (1 << column) != 0) {
            if (page.keptMiners & (1 << column) != 0) {
                for (uint256 word = 0; word < words; ++word) {
                    bonds[word] = stored[word] & page.kept[word];
                }
            }
            uint256 shift = _shiftOf(column);
            incentive = Yuma.share(ranked & ((1 << SHARE_BITS) - 1), page.rankSum);
            Yuma.bondColumn(
                rows,
                shift,
                rows.stakeSum == 0 ? 0 : Yuma.weightOf(rows, ranked >> SHARE_BITS, shift),
                incentive,
                page.rule,
                bonds,
                page.dividends,
                page.scratch
            );
        }
        // Bonds of slots behind the last are masked when one is taken again.
        for (uint256 word = 0; word < words; ++word) {
            stored[word] = bonds[word];
        }
    }

    /// @dev Dividends are normalised, or by stake where nobody earned any (run_epoch.rs, "if emission is zero").
    function _finish(Aggregation storage a) private {
        ConsensusData storage $ = _data();
        uint64 epoch = a.epoch;
        uint256[] memory dividends =
            a.columns == 0 ? new uint256[](a.rows) : $.dividends.load(SUM_BITS, 0, a.rows);
        dividends.normalize();
        if (dividends.total() == 0) dividends = Yuma.stakesOf(_rowsOf(a));
        uint256 sum = 0;
        for (uint256 i = 0; i < dividends.length; ++i) {
            sum += dividends[i];
            dividends[i] = sum;
        }
        $.dividendSums[epoch].store(SUM_BITS, 0, dividends);
        $.totals[epoch] = Totals(a.incentiveSum, uint64(sum), a.columns, a.rows);
        $.lastAggregated = epoch;
        a.stage = Stage.Done;
        emit EpochClosed(epoch, a.incentiveSum, sum);
    }

    /// @dev Consensus weights of the columns, from the rows of their medians; for those who read. Weights are those of the
    /// epoch until the next one's are revealed.
    function _consensusOf(Aggregation storage a, uint256[] memory ranked)
        internal
        view
        returns (uint256[] memory consensus)
    {
        consensus = new uint256[](ranked.length);
        Yuma.Rows memory rows = _rowsOf(a);
        for (uint256 i = 0; i < ranked.length; ++i) {
            if (i % 16 == 0) _loadBlock(rows, i / 16);
            if (rows.stakeSum != 0) consensus[i] = Yuma.weightOf(rows, ranked[i] >> SHARE_BITS, _shiftOf(i));
        }
    }

    /// @dev The rows of the aggregation, without the words of a block.
    function _rowsOf(Aggregation storage a) internal view returns (Yuma.Rows memory) {
        uint256[] memory stake = _data().voices.load(VOICE_BITS, 0, a.rows);
        uint256[] memory norm = new uint256[](stake.length);
        for (uint256 i = 0; i < stake.length; ++i) {
            norm[i] = stake[i] >> SHARE_BITS;
            stake[i] &= (1 << SHARE_BITS) - 1;
        }
        return Yuma.rowsOf(stake, norm, a.kappa);
    }

    /// @dev Sums of the pages before; a first page begins at zero, whatever an epoch before left there.
    function _sumsSoFar(mapping(uint256 word => uint256) storage sums, Aggregation storage a)
        private
        view
        returns (uint256[] memory)
    {
        return a.column == 0 ? new uint256[](a.rows) : sums.load(SUM_BITS, 0, a.rows);
    }

    /// @dev Loads the weights of 16 columns. Rows that did not reveal in this epoch are masked by their sum of zero.
    function _loadBlock(Yuma.Rows memory rows, uint256 word) private view {
        Yuma.setWords(rows, ISubnet(_data().subnet).weightBlock(word, rows.count));
    }

    /// @dev Masks for packed bonds: rows that left, or are new, have none of former epochs.
    function _keptBonds(Aggregation storage a) private view returns (uint256[4] memory kept) {
        uint256 rows = a.keptValidators;
        for (uint256 word = 0; word < 4; ++word) {
            kept[word] = _spread(uint16(rows >> (16 * word)));
        }
    }

    /// @dev 16 bits become 16 lanes of 16 bits, all set or all clear; bit 0 is the highest lane.
    function _spread(uint256 bits) private pure returns (uint256 lanes) {
        if (bits == 0xffff) return type(uint256).max;
        for (uint256 lane = 0; lane < 16; ++lane) {
            if (bits & (1 << lane) != 0) lanes |= uint256(0xffff) << (240 - 16 * lane);
        }
    }

    /// @dev Finds the row whose weight is the median by sorting; for those who read.
    /// @param keys room of one entry a row
    function _medianRow(Yuma.Rows memory rows, uint256 shift, uint256[] memory keys)
        private
        pure
        returns (uint256)
    {
        uint256 count = keys.length;
        for (uint256 i = 0; i < count; ++i) {
            keys[i] = (Yuma.weightOf(rows, i, shift) << 8) | i;
        }
        LibSort.sort(keys);
        uint256 reached = 0;
        for (uint256 k = 0; k < count; ++k) {
            uint256 row = keys[k] & 0xff;
            reached += Yuma.voiceOf(rows, row);
            if (reached > rows.minority) return row;
        }
        return 0;
    }

    function _shiftOf(uint256 column) private pure returns (uint256) {
        return 240 - 16 * (column % 16);
    }

    /// @dev Places up to the last member.
    function _length(uint256 members) private pure returns (uint256 length) {
        for (; members != 0; members >>= 1) {
            ++length;
        }
    }
}
