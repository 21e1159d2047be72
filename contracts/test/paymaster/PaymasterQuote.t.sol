// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IPriceSource} from "../../src/interfaces/paymaster/IPriceSource.sol";
import {IToraPaymaster} from "../../src/interfaces/paymaster/IToraPaymaster.sol";
import {FixedPriceSource} from "../../src/paymaster/FixedPriceSource.sol";
import {PaymasterWorld} from "./support/PaymasterWorld.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

/// @notice Says whatever it is told to say.
contract SaysAnything is IPriceSource {
    uint256 private price;
    uint256 private at;

    function say(uint256 price_, uint256 at_) external {
        (price, at) = (price_, at_);
    }

    /// @inheritdoc IPriceSource
    function observe() external view returns (uint256, uint256) {
        return (price, at);
    }
}

/// @notice Prices that are believed, and prices that are not.
/// forge-config: default.isolate = true
contract PaymasterQuoteTest is PaymasterWorld {
    SaysAnything private liar;

    function setUp() public override {
        super.setUp();
        liar = new SaysAnything();
        vm.prank(TIMELOCK);
        paymaster.setPriceSource(liar);
        cheats.warp(FIRST_TIME + 10 minutes);
    }

    function test_acceptsWithTheFeeAndTheAge(uint256 price, uint256 age) public {
        price = bound(price, PRICE * 91 / 100, PRICE * 109 / 100);
        age = bound(age, 0, 1 hours);
        liar.say(price, block.timestamp - age);
        cheats.expectEmit(false, false, false, true, address(paymaster));
        emit IToraPaymaster.PriceUpdated(
            price, (price * 102 + 99) / 100, block.timestamp - age, block.timestamp - age + 1 hours
        );
        vm.assertTrue(paymaster.updatePrice(), "refused");
        vm.assertEq(paymaster.lastPrice().value, price);
        vm.assertEq(paymaster.lastPrice().observedAt, block.timestamp - age);
        vm.assertEq(paymaster.quote().rate, (price * 102 + 99) / 100);
        vm.assertEq(paymaster.quote().validUntil, block.timestamp - age + 1 hours);
    }

    function test_refusesStaleAndFuturePrices(uint256 off) public {
        off = bound(off, 1, FIRST_TIME - 1 hours);
        uint256 oldest = block.timestamp - 1 hours;
        liar.say(PRICE, oldest - off);
        _expectStale(oldest - off, oldest);
        paymaster.updatePrice();
        liar.say(PRICE, block.timestamp + off);
        _expectStale(block.timestamp + off, oldest);
        paymaster.updatePrice();
        vm.assertEq(paymaster.quote().validUntil, FIRST_TIME + 1 hours);
    }

    function test_refusesPricesOutOfRange(uint256 price) public {
        price = price % 2 == 0 ? bound(price, 0, 1e24 - 1) : bound(price, 1e27 + 1, type(uint256).max - 1);
        liar.say(price, block.timestamp);
        cheats.expectRevert(
            abi.encodeWithSelector(IToraPaymaster.PriceOutOfRange.selector, price, 1e24, 1e27)
        );
        paymaster.updatePrice();
    }

    /// @dev A price that jumped is not taken, and the one before it is no longer sold at.
    function test_aJumpStopsTheSale(bool up, uint256 by) public {
        by = bound(by, PRICE / 10 + 1, PRICE * 9 / 10);
        uint256 jumped = up ? PRICE + by : PRICE - by;
        liar.say(jumped, block.timestamp);
        cheats.expectEmit(false, false, false, true, address(paymaster));
        emit IToraPaymaster.PriceRejected(jumped, PRICE, 1000);
        vm.assertFalse(paymaster.updatePrice(), "accepted");
        vm.assertEq(paymaster.lastPrice().value, PRICE);

        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        _expectFailedOp("AA32 paymaster expired or not due");
        _handle(operation);

        liar.say(PRICE * 11 / 10, block.timestamp);
        vm.assertTrue(paymaster.updatePrice(), "the way back is closed");
        _handle(operation);
    }

    function test_aJumpIsConfirmedByItsRole() public {
        liar.say(PRICE * 3, block.timestamp);
        paymaster.updatePrice();
        cheats.expectRevert(
            abi.encodeWithSelector(IToraPaymaster.PriceOutOfRange.selector, PRICE * 3, PRICE, PRICE * 2)
        );
        vm.prank(CONFIRMER);
        paymaster.confirmPrice(PRICE, PRICE * 2);
        cheats.expectRevert(
            abi.encodeWithSelector(IToraPaymaster.PriceOutOfRange.selector, PRICE * 3, PRICE * 4, PRICE * 5)
        );
        vm.prank(CONFIRMER);
        paymaster.confirmPrice(PRICE * 4, PRICE * 5);

        vm.prank(CONFIRMER);
        paymaster.confirmPrice(PRICE * 2, PRICE * 4);
        vm.assertEq(paymaster.lastPrice().value, PRICE * 3);
        vm.assertEq(paymaster.quote().validUntil, block.timestamp + 1 hours);

        liar.say(PRICE * 9, block.timestamp);
        vm.prank(TIMELOCK);
        paymaster.confirmPrice(PRICE * 9, PRICE * 9);
        vm.assertEq(paymaster.lastPrice().value, PRICE * 9);
    }

    function test_nobodyElseConfirms(address other) public {
        vm.assume(other != CONFIRMER && other != TIMELOCK);
        liar.say(PRICE * 3, block.timestamp);
        cheats.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, other, keccak256("PRICE_ROLE")
            )
        );
        vm.prank(other);
        paymaster.confirmPrice(0, type(uint256).max);
    }

    /// @dev Neither does a confirmation move the price inside of a bundle.
    function test_aConfirmationWaitsForTheBundle() public {
        address account = _account(1, 1e26);
        vm.prank(TIMELOCK);
        paymaster.grantRole(keccak256("PRICE_ROLE"), account);
        liar.say(PRICE * 3, block.timestamp);
        bytes memory call =
            _call(address(paymaster), abi.encodeCall(paymaster.confirmPrice, (0, type(uint256).max)));
        (uint256 cost, uint256 paid) = _settle(_operation(1, call, _limits(), 1 gwei, type(uint256).max));
        vm.assertEq(paymaster.lastPrice().value, PRICE);
        _assertNoLoss(cost, paid);
    }

    function test_otherTermsHoldForTheLastPrice() public {
        IToraPaymaster.Terms memory terms = _terms();
        (terms.fee, terms.maxAge, terms.settlementGas, terms.maxOperationCost) = (500, 30 minutes, 20_000, 7);
        cheats.expectEmit(false, false, false, true, address(paymaster));
        emit IToraPaymaster.TermsSet(terms);
        vm.prank(TIMELOCK);
        paymaster.setTerms(terms);
        IToraPaymaster.Quote memory quote = paymaster.quote();
        vm.assertEq(quote.rate, PRICE * 105 / 100);
        vm.assertEq(quote.validUntil, FIRST_TIME + 30 minutes);
        vm.assertEq(quote.settlementGas, 20_000);
        vm.assertEq(quote.maxOperationCost, 7);
        vm.assertEq(keccak256(abi.encode(paymaster.terms())), keccak256(abi.encode(terms)));
    }

    function test_aRangeWithoutTheLastPriceStopsTheSale() public {
        IToraPaymaster.Terms memory terms = _terms();
        terms.minPrice = uint96(PRICE + 1);
        vm.prank(TIMELOCK);
        paymaster.setTerms(terms);
        vm.assertEq(paymaster.quote().validUntil, 1);
        (terms.minPrice, terms.maxPrice) = (1, uint96(PRICE - 1));
        vm.prank(TIMELOCK);
        paymaster.setTerms(terms);
        vm.assertEq(paymaster.quote().validUntil, 1);
        // Wider terms do not bring it back by themselves; a reading does.
        vm.prank(TIMELOCK);
        paymaster.setTerms(_terms());
        vm.assertEq(paymaster.quote().validUntil, 1);
        liar.say(PRICE, block.timestamp);
        vm.assertTrue(paymaster.updatePrice(), "refused");
    }

    function test_termsAreBounded() public {
        IToraPaymaster.Terms memory t = _terms();
        t.fee = 99;
        _expectBad(t, "fee", 99);
        t = _terms();
        t.fee = 1001;
        _expectBad(t, "fee", 1001);
        t = _terms();
        t.maxDeviation = 0;
        _expectBad(t, "maxDeviation", 0);
        t.maxDeviation = 5001;
        _expectBad(t, "maxDeviation", 5001);
        t = _terms();
        t.maxAge = 59;
        _expectBad(t, "maxAge", 59);
        t.maxAge = 1 days + 1;
        _expectBad(t, "maxAge", 1 days + 1);
        t = _terms();
        t.settlementGas = 7_999;
        _expectBad(t, "settlementGas", 7_999);
        t.settlementGas = 60_001;
        _expectBad(t, "settlementGas", 60_001);
        t = _terms();
        t.maxOperationCost = 0;
        _expectBad(t, "maxOperationCost", 0);
        t = _terms();
        t.maxPrice = 5e28 + 1;
        _expectBad(t, "maxPrice", 5e28 + 1);
        t.maxPrice = 0;
        _expectBad(t, "maxPrice", 0);
        t = _terms();
        t.minPrice = 0;
        _expectBad(t, "minPrice", 0);
        t.minPrice = t.maxPrice + 1;
        _expectBad(t, "minPrice", t.minPrice);
    }

    function test_theGreatestRateFits() public {
        IToraPaymaster.Terms memory terms = _terms();
        (terms.fee, terms.minPrice, terms.maxPrice) = (1000, 5e28, 5e28);
        vm.prank(TIMELOCK);
        paymaster.setTerms(terms);
        liar.say(5e28, block.timestamp);
        vm.prank(TIMELOCK);
        paymaster.confirmPrice(5e28, 5e28);
        vm.assertEq(paymaster.quote().rate, 5.5e28);
    }

    function test_onlyTheOwnerSetsTermsAndSource(address other) public {
        vm.assume(other != TIMELOCK);
        bytes memory refused =
            abi.encodeWithSelector(OwnableUpgradeable.OwnableUnauthorizedAccount.selector, other);
        cheats.expectRevert(refused);
        vm.prank(other);
        paymaster.setTerms(_terms());
        cheats.expectRevert(refused);
        vm.prank(other);
        paymaster.setPriceSource(liar);
    }

    /// @dev The first price of another source must be near the last one, too.
    function test_anotherSource() public {
        FixedPriceSource fixedSource = new FixedPriceSource(PRICE * 2);
        vm.prank(TIMELOCK);
        paymaster.setPriceSource(fixedSource);
        vm.assertEq(address(paymaster.priceSource()), address(fixedSource));
        vm.assertFalse(paymaster.updatePrice(), "accepted a jump");

        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.NotAContract.selector, address(999)));
        vm.prank(TIMELOCK);
        paymaster.setPriceSource(IPriceSource(address(999)));
    }

    /// @dev What a wallet asks before it signs a cap is what validation takes.
    function test_toraAheadIsWhatIsTaken(uint256 postOp, uint256 gasPrice) public {
        Limits memory limits = _limits();
        limits.postOp = bound(postOp, limits.postOp, 1_000_000);
        gasPrice = bound(gasPrice, 0, 500 gwei);
        uint256 ahead = _ahead(limits, gasPrice);
        _account(1, ahead);
        _handle(_operation(1, "", limits, gasPrice, ahead));
    }

    function _expectStale(uint256 at, uint256 oldest) private {
        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.PriceStale.selector, at, oldest));
    }

    function _expectBad(IToraPaymaster.Terms memory terms, bytes32 term, uint256 value) private {
        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.BadTerm.selector, term, value));
        vm.prank(TIMELOCK);
        paymaster.setTerms(terms);
    }
}
