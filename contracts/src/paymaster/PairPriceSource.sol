// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ICumulativePair} from "../interfaces/paymaster/ICumulativePair.sol";
import {IPriceSource} from "../interfaces/paymaster/IPriceSource.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title PairPriceSource
/// @notice TORA for one BNB as the time-weighted average of an AMM pair of TORA and wrapped BNB, over at least PERIOD
/// and at most MAX_WINDOW.
/// @dev Two observations of the pair's cumulative price are kept. A reading averages from the newer one if that is
/// old enough, else from the older one. What a swap does to the spot price within a block has no weight at all; to
/// move the average, one must hold the price off for a share of the window, against arbitrage. `record` is to be
/// called about once a period; reading records too. Without an owner: another pair means another source.
contract PairPriceSource is IPriceSource {
    /// @notice The pair's sum of prices at a moment.
    struct Observation {
        /// UQ112.112 times seconds; overflows by design.
        uint256 cumulative;
        /// When, in seconds since 1970.
        uint256 at;
    }

    /// @dev The pair's fixed point has this many bits behind the point.
    uint256 private constant Q112 = 1 << 112;
    uint256 private constant COIN = 1e18;

    /// @notice The shortest period that makes sense, 5 minutes.
    uint256 public constant MIN_PERIOD = 5 minutes;

    /// @notice The pair.
    ICumulativePair public immutable PAIR;

    /// @notice Whether BNB is the pair's token0.
    bool public immutable COIN_IS_TOKEN0;

    /// @notice The shortest time that is averaged over, in seconds.
    uint256 public immutable PERIOD;

    /// @notice The longest time that is averaged over, in seconds.
    uint256 public immutable MAX_WINDOW;

    /// @notice The least BNB in the pair, in wei: below it the price is too cheap to move.
    uint256 public immutable MIN_COIN_RESERVE;

    /// @notice The two observations that are kept.
    Observation public older;
    Observation public newer;

    /// @notice An observation was made.
    /// @param cumulative the pair's sum of prices, TORA for BNB
    /// @param at when
    event Recorded(uint256 cumulative, uint256 at);

    /// @notice The pair does not trade these two.
    /// @param token0 what it trades
    /// @param token1 what it trades
    error WrongPair(address token0, address token1);

    /// @notice The period is too short, or the window is shorter than two periods.
    error BadWindow(uint256 period, uint256 maxWindow);

    /// @notice The observations are too young or too old for an average.
    /// @param window what they span, in seconds
    /// @param least at least this
    /// @param most at most this
    error WindowOutOfRange(uint256 window, uint256 least, uint256 most);

    /// @notice There is too little BNB in the pair.
    /// @param reserve wei
    /// @param least wei
    error ThinPair(uint256 reserve, uint256 least);

    /// @param pair_ a pair of TORA and wrapped BNB that has liquidity
    /// @param tora_ TORA
    /// @param coin_ wrapped BNB, 18 decimals
    /// @param period_ seconds, see PERIOD
    /// @param maxWindow_ seconds, see MAX_WINDOW
    /// @param minCoinReserve_ wei, see MIN_COIN_RESERVE
    constructor(
        ICumulativePair pair_,
        address tora_,
        address coin_,
        uint256 period_,
        uint256 maxWindow_,
        uint256 minCoinReserve_
    ) {
        (address token0, address token1) = (pair_.token0(), pair_.token1());
        bool coinFirst = token0 == coin_ && token1 == tora_;
        if (!coinFirst && !(token0 == tora_ && token1 == coin_)) revert WrongPair(token0, token1);
        if (period_ < MIN_PERIOD || maxWindow_ < 2 * period_) revert BadWindow(period_, maxWindow_);
        (PAIR, COIN_IS_TOKEN0) = (pair_, coinFirst);
        (PERIOD, MAX_WINDOW, MIN_COIN_RESERVE) = (period_, maxWindow_, minCoinReserve_);
        newer = Observation(_cumulative(pair_, coinFirst), block.timestamp);
        older = newer;
    }

    /// @notice Records an observation if the last one is a period old. Anyone may call it.
    /// @return recorded whether it was due
    function record() external returns (bool recorded) {
        return _record(_cumulative(PAIR, COIN_IS_TOKEN0));
    }

    /// @inheritdoc IPriceSource
    function observe() external returns (uint256 price, uint256 observedAt) {
        (uint256 reserve0, uint256 reserve1,) = PAIR.getReserves();
        uint256 reserve = COIN_IS_TOKEN0 ? reserve0 : reserve1;
        if (reserve < MIN_COIN_RESERVE) revert ThinPair(reserve, MIN_COIN_RESERVE);

        uint256 cumulative = _cumulative(PAIR, COIN_IS_TOKEN0);
        Observation memory base = block.timestamp - newer.at >= PERIOD ? newer : older;
        uint256 window = block.timestamp - base.at;
        if (window < PERIOD || window > MAX_WINDOW) revert WindowOutOfRange(window, PERIOD, MAX_WINDOW);
        _record(cumulative);
        unchecked {
            // The difference is right even if the sum overflowed in between. Above zero: reserves have 112 bits.
            price = Math.mulDiv((cumulative - base.cumulative) / window, COIN, Q112, Math.Rounding.Ceil);
        }
        return (price, block.timestamp);
    }

    function _record(uint256 cumulative) private returns (bool) {
        if (block.timestamp - newer.at < PERIOD) return false;
        older = newer;
        newer = Observation(cumulative, block.timestamp);
        emit Recorded(cumulative, block.timestamp);
        return true;
    }

    /// @dev The pair's sum as of now: the pair itself adds the time since its last interaction only at the next one.
    function _cumulative(ICumulativePair pair, bool coinFirst) private view returns (uint256 cumulative) {
        cumulative = coinFirst ? pair.price0CumulativeLast() : pair.price1CumulativeLast();
        (uint256 reserve0, uint256 reserve1, uint32 last) = pair.getReserves();
        (uint256 coin, uint256 tora) = coinFirst ? (reserve0, reserve1) : (reserve1, reserve0);
        if (coin == 0 || tora == 0) revert NoPrice();
        unchecked {
            // Both overflow by design, the pair's clock in the year 2106.
            // forge-lint: disable-next-line(unsafe-typecast)
            uint32 elapsed = uint32(block.timestamp) - last;
            cumulative += tora * Q112 / coin * elapsed;
        }
    }
}
