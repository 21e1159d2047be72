// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IAggregatorV3} from "../interfaces/paymaster/IAggregatorV3.sol";
import {IPriceSource} from "../interfaces/paymaster/IPriceSource.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title ChainlinkPriceSource
/// @notice TORA for one BNB from Chainlink aggregators: either one for TORA priced in BNB, or two that price TORA and
/// BNB in the same currency.
/// @dev Without state and without an owner: other feeds mean another source, which the paymaster's owner names.
contract ChainlinkPriceSource is IPriceSource {
    /// @notice What is read of one aggregator.
    struct Feed {
        IAggregatorV3 aggregator;
        /// How long an answer is good for, in seconds: the aggregator's heartbeat and some slack.
        uint32 maxAge;
        /// Decimals that its answers are expected to have.
        uint8 decimals;
    }

    /// @dev Greater decimals would overflow; aggregators have 8 or 18.
    uint8 private constant MAX_DECIMALS = 36;

    /// @notice Prices one TORA.
    IAggregatorV3 public immutable TOKEN_FEED;
    uint32 public immutable TOKEN_MAX_AGE;
    uint8 public immutable TOKEN_FEED_DECIMALS;

    /// @notice Prices one BNB in the same currency, or zero if TORA is priced in BNB.
    IAggregatorV3 public immutable COIN_FEED;
    uint32 public immutable COIN_MAX_AGE;
    uint8 public immutable COIN_FEED_DECIMALS;

    /// @notice Says whether the rollup's sequencer is up, or zero where there is no such feed.
    IAggregatorV3 public immutable UPTIME_FEED;

    /// @notice How long prices are not believed after the sequencer came back, in seconds.
    uint32 public immutable GRACE_PERIOD;

    /// @notice Smallest units of one TORA.
    uint256 public immutable TOKEN_UNIT;

    /// @notice An aggregator that has other decimals than expected.
    /// @param aggregator which one
    /// @param decimals what it has
    /// @param expected what was expected
    error WrongDecimals(address aggregator, uint8 decimals, uint8 expected);

    /// @notice An answer of zero or below.
    /// @param aggregator which one
    /// @param answer what it answered
    error BadAnswer(address aggregator, int256 answer);

    /// @notice An answer that is too old, from the future, or of a round that is not complete.
    /// @param aggregator which one
    /// @param updatedAt when it answered, or 0 for an incomplete round
    /// @param maxAge in seconds
    error StaleAnswer(address aggregator, uint256 updatedAt, uint256 maxAge);

    /// @notice The sequencer is down, or came back so recently that prices may not have caught up.
    /// @param since when it went down, or came back; 0 if the feed does not know
    error SequencerNotUp(uint256 since);

    /// @param tora_ TORA, for its decimals
    /// @param token_ prices TORA
    /// @param coin_ prices BNB in the same currency; its aggregator is zero if TORA is priced in BNB
    /// @param uptime_ the sequencer's uptime feed, or zero
    /// @param gracePeriod_ seconds after the sequencer came back
    constructor(
        IERC20Metadata tora_,
        Feed memory token_,
        Feed memory coin_,
        IAggregatorV3 uptime_,
        uint32 gracePeriod_
    ) {
        TOKEN_UNIT = 10 ** tora_.decimals();
        (TOKEN_FEED, TOKEN_MAX_AGE, TOKEN_FEED_DECIMALS) = (token_.aggregator, token_.maxAge, token_.decimals);
        (COIN_FEED, COIN_MAX_AGE, COIN_FEED_DECIMALS) = (coin_.aggregator, coin_.maxAge, coin_.decimals);
        (UPTIME_FEED, GRACE_PERIOD) = (uptime_, gracePeriod_);
        _checkDecimals(token_.aggregator, token_.decimals);
        if (address(coin_.aggregator) != address(0)) _checkDecimals(coin_.aggregator, coin_.decimals);
    }

    /// @inheritdoc IPriceSource
    /// @dev As old as the older of the two answers.
    function observe() external view returns (uint256 price, uint256 observedAt) {
        _checkSequencer();
        uint256 token;
        (token, observedAt) = _read(TOKEN_FEED, TOKEN_MAX_AGE, TOKEN_FEED_DECIMALS);
        (uint256 coin, uint256 coinUnit) = (1, 1);
        if (address(COIN_FEED) != address(0)) {
            uint256 coinAt;
            (coin, coinAt) = _read(COIN_FEED, COIN_MAX_AGE, COIN_FEED_DECIMALS);
            coinUnit = 10 ** COIN_FEED_DECIMALS;
            observedAt = Math.min(observedAt, coinAt);
        }
        // (coin / coinUnit) / (token / tokenFeedUnit), in smallest units of TORA.
        price =
            Math.mulDiv(coin * TOKEN_UNIT, 10 ** TOKEN_FEED_DECIMALS, token * coinUnit, Math.Rounding.Ceil);
    }

    function _read(IAggregatorV3 aggregator, uint256 maxAge, uint8 decimals)
        private
        view
        returns (uint256 answer, uint256 updatedAt)
    {
        // An aggregator's implementation can be replaced behind its address.
        _checkDecimals(aggregator, decimals);
        int256 signed;
        (, signed,, updatedAt,) = aggregator.latestRoundData();
        if (signed <= 0) revert BadAnswer(address(aggregator), signed);
        if (updatedAt == 0 || updatedAt > block.timestamp || block.timestamp - updatedAt > maxAge) {
            revert StaleAnswer(address(aggregator), updatedAt, maxAge);
        }
        // Positive, as was just checked.
        // forge-lint: disable-next-line(unsafe-typecast)
        answer = uint256(signed);
    }

    function _checkSequencer() private view {
        if (address(UPTIME_FEED) == address(0)) return;
        (, int256 down, uint256 since,,) = UPTIME_FEED.latestRoundData();
        if (down != 0 || since == 0 || block.timestamp < since + GRACE_PERIOD) revert SequencerNotUp(since);
    }

    function _checkDecimals(IAggregatorV3 aggregator, uint8 expected) private view {
        uint8 decimals = aggregator.decimals();
        if (decimals != expected || decimals > MAX_DECIMALS) {
            revert WrongDecimals(address(aggregator), decimals, expected);
        }
    }
}
