// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title ICumulativePair
/// @notice What is read of an AMM pair of Uniswap's second version (PancakeSwap V2 has the same).
interface ICumulativePair {
    /// @notice The token with the lower address.
    function token0() external view returns (address);

    /// @notice The token with the higher address.
    function token1() external view returns (address);

    /// @notice Reserves as of the last interaction.
    /// @return reserve0 smallest units of token0
    /// @return reserve1 smallest units of token1
    /// @return blockTimestampLast seconds since 1970 modulo 2^32
    function getReserves()
        external
        view
        returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast);

    /// @notice Sum over time of token0's price in token1, as UQ112.112 times seconds; overflows by design.
    function price0CumulativeLast() external view returns (uint256);

    /// @notice Sum over time of token1's price in token0, as UQ112.112 times seconds; overflows by design.
    function price1CumulativeLast() external view returns (uint256);
}
