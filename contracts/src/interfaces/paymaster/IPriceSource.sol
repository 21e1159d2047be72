// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IPriceSource
/// @notice Where the paymaster's price comes from. A source checks all that it can know: its feed's sign, age,
/// decimals and liquidity. The paymaster checks range, age and deviation again, whatever the source says.
/// @dev Called outside of ERC-4337 validation only, so a source may read clocks and write its own storage.
interface IPriceSource {
    /// @notice The source has no price that could be answered for; each source also has errors of its own.
    error NoPrice();

    /// @notice The price of the rollup's coin in TORA. May record what a later reading needs.
    /// @return price smallest units of TORA for one whole BNB (1e18 wei), rounded up
    /// @return observedAt when the price was true, seconds since 1970, never in the future
    function observe() external returns (uint256 price, uint256 observedAt);
}
