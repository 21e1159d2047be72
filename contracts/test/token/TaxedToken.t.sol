// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {TaxedToken} from "../../src/token/TaxedToken.sol";
import {ProtocolTest} from "../governance/support/ProtocolTest.sol";

/// @notice The stand-in for the Four.meme token.
contract TaxedTokenTest is ProtocolTest {
    uint256 private constant SUPPLY = 1e27;
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);

    TaxedToken private token;

    function setUp() public {
        token = new TaxedToken(address(this), SUPPLY, 100);
    }

    function test_theOwnerHasItAll() public view {
        vm.assertEq(token.balanceOf(address(this)), SUPPLY);
        vm.assertEq(token.totalSupply(), SUPPLY);
        vm.assertEq(token.owner(), address(this));
        vm.assertEq(token.tax(), 100);
    }

    /// @dev The sender loses all of it, the receiver gets what the tax leaves, the rest is gone.
    function test_aTransferBurnsItsTax(uint256 value, uint256 tax) public {
        value = bound(value, 0, SUPPLY);
        tax = bound(tax, 0, 9_900);
        token.setTax(tax);
        uint256 burned = value * tax / 10_000;
        token.transfer(ALICE, value);
        vm.assertEq(token.balanceOf(address(this)), SUPPLY - value);
        vm.assertEq(token.balanceOf(ALICE), value - burned);
        vm.assertEq(token.totalSupply(), SUPPLY - burned);
    }

    function test_aTransferBySomebodyElseDoesToo() public {
        token.approve(ALICE, 1_000);
        vm.prank(ALICE);
        token.transferFrom(address(this), BOB, 1_000);
        vm.assertEq(token.balanceOf(BOB), 990);
        vm.assertEq(token.allowance(address(this), ALICE), 0);
        vm.assertEq(token.totalSupply(), SUPPLY - 10);
    }

    /// @dev The tax is rounded down: the smallest transfers pay none.
    function test_theTaxIsRoundedDown() public {
        token.transfer(ALICE, 99);
        vm.assertEq(token.balanceOf(ALICE), 99);
        token.transfer(BOB, 199);
        vm.assertEq(token.balanceOf(BOB), 198);
    }

    function test_nobodySendsMoreThanThereIs() public {
        token.transfer(ALICE, 100);
        _expect(abi.encodeWithSignature("ERC20InsufficientBalance(address,uint256,uint256)", ALICE, 98, 99));
        vm.prank(ALICE);
        token.transfer(BOB, 100);
    }

    function test_theTaxHasABound() public {
        cheats.expectEmit(address(token));
        emit TaxedToken.TaxSet(100, 9_900);
        token.setTax(9_900);
        vm.assertEq(token.tax(), 9_900);
        _expect(abi.encodeWithSelector(TaxedToken.TaxTooHigh.selector, 9_901, 9_900));
        token.setTax(9_901);
        _expect(abi.encodeWithSelector(TaxedToken.TaxTooHigh.selector, 9_901, 9_900));
        new TaxedToken(address(this), SUPPLY, 9_901);
    }

    function test_onlyTheOwnerSetsTheTax(address caller) public {
        vm.assume(caller != address(this));
        _expectNotOwner(caller);
        vm.prank(caller);
        token.setTax(0);
    }
}
