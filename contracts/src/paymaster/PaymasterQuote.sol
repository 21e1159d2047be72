// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IPriceSource} from "../interfaces/paymaster/IPriceSource.sol";
import {IToraPaymaster} from "../interfaces/paymaster/IToraPaymaster.sol";
import {PaymasterTreasury} from "./PaymasterTreasury.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title PaymasterQuote
/// @notice The price at which the paymaster takes operations: read from a source outside of validation, checked, and
/// kept in one slot together with all else that validation needs.
/// @dev A paymaster is a market maker: at a price that is off by more than the fee, someone who is both sender and
/// bundler could buy the deposit cheaply, with operations that pay an absurd gas price to themselves. Hence: a price
/// expires with its age, a price that jumps stops the sale rather than leaving the old one in force, and what one
/// operation may cost is limited.
abstract contract PaymasterQuote is PaymasterTreasury {
    /// @notice The least fee, 1%: covers what settlement cannot measure, so that it is never at a loss.
    uint256 public constant MIN_FEE = 100;

    /// @notice The greatest fee, 10%.
    uint256 public constant MAX_FEE = 1000;

    /// @notice The greatest deviation that can be allowed between two prices, 50%.
    uint256 public constant MAX_DEVIATION = 5000;

    /// @notice The shortest life of a price, 1 minute: bundlers refuse what expires within half a minute.
    uint256 public constant MIN_AGE = 1 minutes;

    /// @notice The longest life of a price, 1 day: as long as the slowest heartbeat of usual feeds.
    uint256 public constant MAX_AGE = 1 days;

    /// @notice The greatest price that can be believed: 5e10 TORA for one BNB. With any fee it fits its field.
    uint256 public constant MAX_PRICE = 5e28;

    /// @notice Bounds of the gas charged for a settlement, for a gas schedule that changes.
    uint256 public constant MIN_SETTLEMENT_GAS = 8_000;
    uint256 public constant MAX_SETTLEMENT_GAS = 60_000;

    uint256 internal constant BPS = 10_000;

    /// @dev In the past, and not 0, which would mean forever.
    uint48 private constant WITHDRAWN = 1;

    /// @custom:storage-location erc7201:tensora.storage.PaymasterQuote
    struct PaymasterQuoteStorage {
        Quote quote;
        Price price;
        uint48 updatedAt;
        IPriceSource source;
        Terms terms;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.PaymasterQuote")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PAYMASTER_QUOTE_STORAGE =
        0xf6d940aa0f5a90fc29654bfcf322a6182ed6e51e060c7a11cadd98d1be4ed800;

    /// @inheritdoc IToraPaymaster
    function updatePrice() external outsideBundle returns (bool accepted) {
        PaymasterQuoteStorage storage $ = _quoteStorage();
        (uint96 price, uint48 observedAt) = _readSource($);
        uint256 last = $.price.value;
        uint256 maxDeviation = $.terms.maxDeviation;
        if (last != 0 && Math.mulDiv(_distance(price, last), BPS, last, Math.Rounding.Ceil) > maxDeviation) {
            $.quote.validUntil = WITHDRAWN;
            emit PriceRejected(price, last, maxDeviation);
            return false;
        }
        _accept($, price, observedAt);
        return true;
    }

    /// @inheritdoc IToraPaymaster
    function confirmPrice(uint256 least, uint256 most) external outsideBundle {
        if (msg.sender != owner()) _checkRole(PRICE_ROLE);
        PaymasterQuoteStorage storage $ = _quoteStorage();
        (uint96 price, uint48 observedAt) = _readSource($);
        if (price < least || price > most) revert PriceOutOfRange(price, least, most);
        _accept($, price, observedAt);
    }

    /// @inheritdoc IToraPaymaster
    function setTerms(Terms calldata newTerms) external onlyOwner {
        _setTerms(newTerms);
    }

    /// @inheritdoc IToraPaymaster
    function setPriceSource(IPriceSource newSource) external onlyOwner {
        _setPriceSource(newSource);
    }

    /// @inheritdoc IToraPaymaster
    function quote() external view returns (Quote memory) {
        return _quoteStorage().quote;
    }

    /// @inheritdoc IToraPaymaster
    function lastPrice() external view returns (Price memory) {
        return _quoteStorage().price;
    }

    /// @inheritdoc IToraPaymaster
    function terms() external view returns (Terms memory) {
        return _quoteStorage().terms;
    }

    /// @inheritdoc IToraPaymaster
    function priceSource() external view returns (IPriceSource) {
        return _quoteStorage().source;
    }

    // forge-lint: disable-next-line(mixed-case-function)
    function __PaymasterQuote_init(IPriceSource source, Terms calldata firstTerms) internal onlyInitializing {
        _setTerms(firstTerms);
        _setPriceSource(source);
    }

    function _setPaused(bool paused) internal {
        _quoteStorage().quote.paused = paused;
        emit PausedSet(paused, msg.sender);
    }

    function _quoteStorage() internal pure returns (PaymasterQuoteStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PAYMASTER_QUOTE_STORAGE
        }
    }

    function _accept(PaymasterQuoteStorage storage $, uint96 price, uint48 observedAt) private {
        $.price = Price(price, observedAt);
        _requote($);
        $.quote.validUntil = observedAt + $.terms.maxAge;
        emit PriceUpdated(price, $.quote.rate, observedAt, $.quote.validUntil);
    }

    /// @dev What the source says, if it is neither out of range nor stale.
    function _readSource(PaymasterQuoteStorage storage $) private returns (uint96, uint48) {
        (uint256 price, uint256 observedAt) = $.source.observe();
        (uint256 least, uint256 most) = ($.terms.minPrice, $.terms.maxPrice);
        if (price < least || price > most) revert PriceOutOfRange(price, least, most);
        uint256 oldest = block.timestamp - $.terms.maxAge;
        if (observedAt < oldest || observedAt > block.timestamp) revert PriceStale(observedAt, oldest);
        // Both were just found to be small enough.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (uint96(price), uint48(observedAt));
    }

    function _setPriceSource(IPriceSource newSource) private {
        if (address(newSource).code.length == 0) revert NotAContract(address(newSource));
        PaymasterQuoteStorage storage $ = _quoteStorage();
        emit PriceSourceSet(address($.source), address(newSource));
        $.source = newSource;
    }

    function _setTerms(Terms calldata newTerms) private {
        _checkTerms(newTerms);
        PaymasterQuoteStorage storage $ = _quoteStorage();
        $.terms = newTerms;
        $.quote.maxOperationCost = newTerms.maxOperationCost;
        $.quote.settlementGas = newTerms.settlementGas;
        uint256 price = $.price.value;
        if (price != 0) {
            _requote($);
            if (price < newTerms.minPrice || price > newTerms.maxPrice) {
                $.quote.validUntil = WITHDRAWN;
            } else if ($.quote.validUntil != WITHDRAWN) {
                $.quote.validUntil = $.price.observedAt + newTerms.maxAge;
            }
        }
        emit TermsSet(newTerms);
    }

    /// @dev The rate is rounded up; at most MAX_PRICE and MAX_FEE, which fits.
    function _requote(PaymasterQuoteStorage storage $) private {
        uint256 rate = Math.ceilDiv(uint256($.price.value) * (BPS + $.terms.fee), BPS);
        // forge-lint: disable-next-line(unsafe-typecast)
        $.quote.rate = uint96(rate);
    }

    function _checkTerms(Terms calldata t) private pure {
        _check("fee", t.fee, MIN_FEE, MAX_FEE);
        _check("maxDeviation", t.maxDeviation, 1, MAX_DEVIATION);
        _check("maxAge", t.maxAge, MIN_AGE, MAX_AGE);
        _check("settlementGas", t.settlementGas, MIN_SETTLEMENT_GAS, MAX_SETTLEMENT_GAS);
        _check("maxOperationCost", t.maxOperationCost, 1, type(uint64).max);
        _check("maxPrice", t.maxPrice, 1, MAX_PRICE);
        _check("minPrice", t.minPrice, 1, t.maxPrice);
    }

    function _check(bytes32 term, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert BadTerm(term, value);
    }

    function _distance(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : b - a;
    }
}
