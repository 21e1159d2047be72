// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {WrappedBNB} from "../../src/settlement/WrappedBNB.sol";
import {Test} from "../support/Test.sol";
import {ERC20} from "solady/src/tokens/ERC20.sol";
import {WETH} from "solady/src/tokens/WETH.sol";

contract WrappedBNBTest is Test {
    address internal constant PREDEPLOY = 0x4200000000000000000000000000000000000006;
    address internal constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
    address internal constant ALICE = address(0xA11CE);

    WrappedBNB internal token = WrappedBNB(payable(PREDEPLOY));

    /// @dev As genesis does it: runtime code at the predeploy, no constructor.
    function setUp() public {
        vm.etch(PREDEPLOY, type(WrappedBNB).runtimeCode);
    }

    function test_metadata() public view {
        vm.assertEq(token.name(), "Wrapped BNB");
        vm.assertEq(token.symbol(), "WBNB");
        vm.assertEq(token.decimals(), 18);
    }

    function test_depositAndWithdraw(uint256 paidIn, uint256 takenOut, bool plainTransfer) public {
        paidIn = bound(paidIn, 0, type(uint128).max);
        takenOut = bound(takenOut, 0, paidIn);
        vm.deal(ALICE, paidIn);

        vm.prank(ALICE);
        (bool paid,) =
            PREDEPLOY.call{value: paidIn}(plainTransfer ? bytes("") : abi.encodeCall(WETH.deposit, ()));
        vm.assertTrue(paid, "deposit refused");
        vm.assertEq(token.balanceOf(ALICE), paidIn);
        vm.assertEq(ALICE.balance, 0);

        vm.prank(ALICE);
        token.withdraw(takenOut);
        vm.assertEq(token.balanceOf(ALICE), paidIn - takenOut);
        vm.assertEq(ALICE.balance, takenOut);
        vm.assertEq(token.totalSupply(), PREDEPLOY.balance);
    }

    function test_withdrawsNoMoreThanTheBalance(uint256 balance, uint256 excess) public {
        balance = bound(balance, 0, type(uint128).max);
        excess = bound(excess, 1, type(uint128).max);
        vm.deal(ALICE, balance);
        vm.deal(PREDEPLOY, type(uint128).max);
        vm.prank(ALICE);
        token.deposit{value: balance}();

        vm.expectRevert(ERC20.InsufficientBalance.selector);
        vm.prank(ALICE);
        token.withdraw(balance + excess);
    }

    function test_nobodyHasAnAllowanceThatWasNotGiven(address spender) public view {
        vm.assertEq(token.allowance(ALICE, spender), 0);
        vm.assertEq(token.allowance(ALICE, PERMIT2), 0);
    }
}
