// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {EpochInput} from "./YumaEpoch.sol";

/// @notice Draws the same epochs as oracle/random.ts, from a linear congruential generator (Knuth's MMIX).
library RandomEpoch {
    struct Generator {
        uint256 state;
    }

    /// @dev 31 bits.
    function next(Generator memory generator) internal pure returns (uint256) {
        generator.state =
            (generator.state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) & 0xffffffffffffffff;
        return generator.state >> 33;
    }

    function draw(uint256 seed) internal pure returns (EpochInput memory input, Generator memory generator) {
        generator = Generator(seed);
        next(generator);
        uint256 rows = 1 + next(generator) % 12;
        uint256 columns = 1 + next(generator) % 20;
        input.kappa = next(generator) % 2 == 0 ? 32_767 : 1 + next(generator) % 65_535;
        input.bondsMovingAverage = next(generator) % 1_000_001;
        input.bondsPenalty = next(generator) % 2 == 0 ? 65_535 : next(generator) % 65_536;
        input.stake = new uint256[](rows);
        input.active = new bool[](rows);
        for (uint256 i = 0; i < rows; ++i) {
            input.stake[i] = next(generator) % 5 == 0 ? 0 : next(generator);
            input.active[i] = next(generator) % 8 != 0;
        }
        bool bonded = next(generator) % 2 == 0;
        input.bonds = matrix(generator, rows, columns, bonded ? 2 : 0);
        redraw(input, generator);
    }

    /// @notice Draws other weights.
    function redraw(EpochInput memory input, Generator memory generator) internal pure {
        uint256 style = next(generator) % 3;
        input.weights = matrix(generator, input.stake.length, input.bonds[0].length, style + 1);
    }

    /// @dev Styles: 0 all zero, 1 few distinct numbers (ties), 2 any numbers and gaps, 3 columns that rows agree on.
    function matrix(Generator memory generator, uint256 rows, uint256 columns, uint256 style)
        internal
        pure
        returns (uint256[][] memory cells)
    {
        cells = new uint256[][](rows);
        for (uint256 i = 0; i < rows; ++i) {
            cells[i] = new uint256[](columns);
            for (uint256 j = 0; j < columns && style != 0; ++j) {
                uint256 drawn = next(generator);
                if (style == 1) cells[i][j] = drawn % 3;
                else if (style == 2) cells[i][j] = drawn % 3 == 0 ? 0 : drawn % 65_536;
                else cells[i][j] = 1000 * (j + 1) + drawn % 64;
            }
        }
    }
}
