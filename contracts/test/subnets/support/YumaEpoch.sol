// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Yuma} from "../../../src/libraries/Yuma.sol";

/// @notice What an epoch begins with: rows are validators, columns miners.
struct EpochInput {
    uint256[] stake;
    bool[] active;
    uint256[][] weights;
    uint256[][] bonds;
    uint256 kappa;
    uint256 bondsMovingAverage;
    uint256 bondsPenalty;
}

/// @notice What an epoch ends with, I32F32 but for the bonds, of 16 bits.
struct EpochOutput {
    uint256[] stake;
    uint256[] consensus;
    uint256[] ranks;
    uint256[] trust;
    uint256[] incentive;
    uint256[] dividends;
    uint256[][] bonds;
}

/// @notice A whole epoch in memory by the library's column functions, as a subnet does it in pages.
library YumaEpoch {
    using Yuma for uint256[];

    function run(EpochInput memory input) internal pure returns (EpochOutput memory output) {
        Yuma.Rows memory rows = rowsOf(input);
        uint256 columns = input.weights[0].length;
        output.stake = Yuma.stakesOf(rows);
        output.consensus = new uint256[](columns);
        output.ranks = new uint256[](columns);
        output.trust = new uint256[](input.stake.length);
        for (uint256 j = 0; j < columns; ++j) {
            setWords(rows, input.weights, j);
            (output.consensus[j], output.ranks[j]) =
                Yuma.rankColumn(rows, shiftOf(j), medianRow(rows, shiftOf(j)), output.trust);
        }
        uint256 rankSum = Yuma.total(output.ranks);
        output.incentive = new uint256[](columns);
        for (uint256 j = 0; j < columns; ++j) {
            output.incentive[j] = Yuma.share(output.ranks[j], rankSum);
        }
        moveBonds(input, rows, output);
    }

    function moveBonds(EpochInput memory input, Yuma.Rows memory rows, EpochOutput memory output)
        internal
        pure
    {
        uint256 count = input.stake.length;
        Yuma.BondRule memory rule = Yuma.bondRuleOf(input.bondsMovingAverage, input.bondsPenalty);
        output.dividends = new uint256[](count);
        output.bonds = new uint256[][](count);
        for (uint256 i = 0; i < count; ++i) {
            output.bonds[i] = new uint256[](output.ranks.length);
        }
        uint256[] memory scratch = new uint256[](2 * count);
        for (uint256 j = 0; j < output.ranks.length; ++j) {
            setWords(rows, input.weights, j);
            uint256[4] memory packed;
            for (uint256 i = 0; i < count; ++i) {
                packed[i / 16] |= input.bonds[i][j] << shiftOf(i);
            }
            Yuma.bondColumn(
                rows,
                shiftOf(j),
                output.consensus[j],
                output.incentive[j],
                rule,
                packed,
                output.dividends,
                scratch
            );
            for (uint256 i = 0; i < count; ++i) {
                output.bonds[i][j] = (packed[i / 16] >> shiftOf(i)) & 0xffff;
            }
        }
        output.dividends.normalize();
    }

    function rowsOf(EpochInput memory input) internal pure returns (Yuma.Rows memory) {
        uint256 count = input.stake.length;
        uint256[] memory stake = new uint256[](count);
        uint256[] memory norm = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            stake[i] = input.stake[i];
            norm[i] = Yuma.total(input.weights[i]);
        }
        stake.normalize();
        for (uint256 i = 0; i < count; ++i) {
            if (!input.active[i]) stake[i] = 0;
        }
        return Yuma.rowsOf(stake, norm, input.kappa);
    }

    function setWords(Yuma.Rows memory rows, uint256[][] memory weights, uint256 column) internal pure {
        for (uint256 i = 0; i < weights.length; ++i) {
            Yuma.setWord(rows, i, weights[i][column] << shiftOf(column));
        }
    }

    function shiftOf(uint256 column) internal pure returns (uint256) {
        return 240 - 16 * (column % 16);
    }

    /// @dev Any row whose weight is the median; the last one where a single row has to be.
    function medianRow(Yuma.Rows memory rows, uint256 shift) internal pure returns (uint256 row) {
        uint256 count = rows.count;
        for (row = 0; row < count - 1; ++row) {
            uint256 at = Yuma.weightOf(rows, row, shift);
            uint256 below;
            uint256 upTo;
            for (uint256 i = 0; i < count; ++i) {
                uint256 weight = Yuma.weightOf(rows, i, shift);
                if (weight < at) below += Yuma.voiceOf(rows, i);
                if (weight <= at) upTo += Yuma.voiceOf(rows, i);
            }
            if (below <= rows.minority && rows.minority < upTo) break;
        }
    }
}
