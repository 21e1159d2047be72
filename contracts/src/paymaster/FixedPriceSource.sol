// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IPriceSource} from "../interfaces/paymaster/IPriceSource.sol";

/// @title FixedPriceSource
/// @notice One price forever, for chains without a market: local ones, and one before its first pair.
contract FixedPriceSource is IPriceSource {
    /// @notice Smallest units of TORA for one whole BNB.
    uint256 public immutable PRICE;

    /// @param price_ smallest units of TORA for one whole BNB
    constructor(uint256 price_) {
        if (price_ == 0) revert NoPrice();
        PRICE = price_;
    }

    /// @inheritdoc IPriceSource
    function observe() external view returns (uint256 price, uint256 observedAt) {
        return (PRICE, block.timestamp);
    }
}
