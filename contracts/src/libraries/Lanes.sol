// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title Lanes
/// @notice Rows of small numbers in storage, sixteen to a block, as many to a word as fit: a block takes as few words as it
/// can. The first number of a word is in its lowest bits.
library Lanes {
    /// @dev Numbers of a block. Pages of columns are whole blocks, so that no word is written twice.
    uint256 internal constant BLOCK = 16;

    /// @notice One number.
    /// @param bits of a number
    function get(mapping(uint256 word => uint256) storage self, uint256 bits, uint256 index)
        internal
        view
        returns (uint256)
    {
        uint256 lanes = 256 / bits;
        uint256 at = index % BLOCK;
        uint256 word = self[_firstWord(lanes, index) + at / lanes];
        return (word >> (bits * (at % lanes))) & ((1 << bits) - 1);
    }

    /// @notice Numbers from one on.
    /// @param from index of the first, a multiple of 16
    function load(mapping(uint256 word => uint256) storage self, uint256 bits, uint256 from, uint256 count)
        internal
        view
        returns (uint256[] memory values)
    {
        values = new uint256[](count);
        uint256 mask = (1 << bits) - 1;
        uint256 lanes = 256 / bits;
        unchecked {
            for (uint256 start = 0; start < count; start += BLOCK) {
                uint256 next = _firstWord(lanes, from + start);
                uint256 stop = start + BLOCK < count ? start + BLOCK : count;
                for (uint256 i = start; i < stop;) {
                    uint256 word = self[next++];
                    for (uint256 end = i + lanes < stop ? i + lanes : stop; i < end; ++i) {
                        values[i] = word & mask;
                        word >>= bits;
                    }
                }
            }
        }
    }

    /// @notice Writes numbers of at most so many bits.
    /// @param from index of the first, a multiple of 16
    function store(
        mapping(uint256 word => uint256) storage self,
        uint256 bits,
        uint256 from,
        uint256[] memory values
    ) internal {
        uint256 lanes = 256 / bits;
        uint256 count = values.length;
        unchecked {
            for (uint256 start = 0; start < count; start += BLOCK) {
                uint256 next = _firstWord(lanes, from + start);
                uint256 stop = start + BLOCK < count ? start + BLOCK : count;
                for (uint256 i = start; i < stop;) {
                    uint256 word = 0;
                    uint256 shift = 0;
                    for (uint256 end = i + lanes < stop ? i + lanes : stop; i < end; ++i) {
                        word |= values[i] << shift;
                        shift += bits;
                    }
                    self[next++] = word;
                }
            }
        }
    }

    /// @dev First word of the block that an index is in.
    function _firstWord(uint256 lanes, uint256 index) private pure returns (uint256) {
        return (index / BLOCK) * ((BLOCK + lanes - 1) / lanes);
    }
}
