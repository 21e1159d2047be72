// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {EpochInput, EpochOutput} from "./YumaEpoch.sol";

/// @notice Yuma consensus as one would write it down: whole matrices in memory, medians by sorting, no hints. The
/// yardstick for the gas of the library, and a second opinion on its results.
library YumaPlain {
    uint256 private constant ONE = 1 << 32;

    function run(EpochInput memory input) internal pure returns (EpochOutput memory output) {
        uint256 rows = input.stake.length;
        uint256 columns = input.weights[0].length;
        uint256[] memory stake = _normalized(input.stake);
        for (uint256 i = 0; i < rows; ++i) {
            if (!input.active[i]) stake[i] = 0;
        }
        stake = _normalized(stake);
        output.stake = stake;
        uint256[][] memory weights = new uint256[][](rows);
        for (uint256 i = 0; i < rows; ++i) {
            weights[i] = _normalized(input.weights[i]);
        }
        output.consensus = new uint256[](columns);
        output.ranks = new uint256[](columns);
        output.trust = new uint256[](rows);
        for (uint256 j = 0; j < columns; ++j) {
            uint256 consensus = _median(stake, weights, j, (input.kappa << 32) / 65_535);
            output.consensus[j] = consensus;
            for (uint256 i = 0; i < rows; ++i) {
                uint256 clipped = weights[i][j] < consensus ? weights[i][j] : consensus;
                output.trust[i] += clipped;
                output.ranks[j] += (stake[i] * clipped) >> 32;
            }
        }
        output.incentive = _normalized(output.ranks);
        _bonds(input, output, weights);
    }

    function _bonds(EpochInput memory input, EpochOutput memory output, uint256[][] memory weights)
        private
        pure
    {
        uint256 rows = input.stake.length;
        output.dividends = new uint256[](rows);
        output.bonds = new uint256[][](rows);
        for (uint256 i = 0; i < rows; ++i) {
            output.bonds[i] = new uint256[](output.ranks.length);
        }
        for (uint256 j = 0; j < output.ranks.length; ++j) {
            uint256[] memory bonds = _column(input, output, weights, j);
            uint256 largest = 0;
            for (uint256 i = 0; i < rows; ++i) {
                output.dividends[i] += (bonds[i] * output.incentive[j]) >> 32;
                if (bonds[i] > largest) largest = bonds[i];
            }
            if (largest == 0) continue;
            for (uint256 i = 0; i < rows; ++i) {
                output.bonds[i][j] = ((bonds[i] << 32) / largest * 65_535) >> 32;
            }
        }
        output.dividends = _normalized(output.dividends);
    }

    function _column(
        EpochInput memory input,
        EpochOutput memory output,
        uint256[][] memory weights,
        uint256 j
    ) private pure returns (uint256[] memory) {
        uint256 rows = input.stake.length;
        uint256[] memory bought = new uint256[](rows);
        uint256[] memory held = new uint256[](rows);
        uint256 penalty = (input.bondsPenalty << 32) / 65_535;
        for (uint256 i = 0; i < rows; ++i) {
            uint256 weight = weights[i][j];
            if (weight > output.consensus[j]) {
                uint256 taken = penalty * (weight - output.consensus[j]);
                weight -= taken / ONE + (taken % ONE == 0 ? 0 : 1);
            }
            bought[i] = (output.stake[i] * weight) >> 32;
            held[i] = input.bonds[i][j];
        }
        bought = _normalized(bought);
        held = _normalized(held);
        uint256 alpha = ONE - (input.bondsMovingAverage << 32) / 1_000_000;
        for (uint256 i = 0; i < rows; ++i) {
            bought[i] = ((alpha * bought[i]) >> 32) + (((ONE - alpha) * held[i]) >> 32);
        }
        return _normalized(bought);
    }

    function _median(uint256[] memory stake, uint256[][] memory weights, uint256 j, uint256 kappa)
        private
        pure
        returns (uint256)
    {
        uint256[] memory voice = _normalized(stake);
        uint256 sum = 0;
        uint256[] memory order = new uint256[](stake.length);
        for (uint256 i = 0; i < stake.length; ++i) {
            sum += voice[i];
            uint256 at = i;
            for (; at > 0 && weights[order[at - 1]][j] > weights[i][j]; --at) {
                order[at] = order[at - 1];
            }
            order[at] = i;
        }
        uint256 reached = 0;
        uint256 minority = sum > kappa ? sum - kappa : 0;
        for (uint256 k = 0; k < order.length; ++k) {
            reached += voice[order[k]];
            if (reached > minority) return weights[order[k]][j];
        }
        return 0;
    }

    function _normalized(uint256[] memory values) private pure returns (uint256[] memory shares) {
        shares = new uint256[](values.length);
        uint256 sum = 0;
        for (uint256 i = 0; i < values.length; ++i) {
            sum += values[i];
        }
        if (sum == 0) return shares;
        for (uint256 i = 0; i < values.length; ++i) {
            shares[i] = (values[i] << 32) / sum;
        }
    }
}
