// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IToraPaymaster} from "../../src/interfaces/paymaster/IToraPaymaster.sol";
import {Test} from "../support/Test.sol";
import {PaymasterHandler} from "./support/PaymasterHandler.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What holds after any sequence of operations, prices, terms, pauses and withdrawals.
contract PaymasterInvariantsTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    PaymasterHandler private handler;
    IToraPaymaster private paymaster;
    IERC20 private tora;

    function setUp() public {
        handler = new PaymasterHandler();
        handler.setUp();
        (address at, address token,) = handler.world();
        (paymaster, tora) = (IToraPaymaster(at), IERC20(token));
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](11));
        bytes4[] memory selectors = targets[0].selectors;
        selectors[0] = handler.operate.selector;
        selectors[1] = handler.operate.selector;
        selectors[2] = handler.operate.selector;
        selectors[3] = handler.movePrice.selector;
        selectors[4] = handler.confirmPrice.selector;
        selectors[5] = handler.passTime.selector;
        selectors[6] = handler.setTerms.selector;
        selectors[7] = handler.pauseOrNot.selector;
        selectors[8] = handler.withdrawTora.selector;
        selectors[9] = handler.withdrawDeposit.selector;
        selectors[10] = handler.deposit.selector;
    }

    /// @dev In no bundle, and so not in all of them together.
    function invariant_neverAtALossAndNeverAboveTheCap() public view {
        vm.assertEq(handler.atALoss(), 0);
        vm.assertEq(handler.aboveCap(), 0);
        vm.assertTrue(handler.taken() >= handler.worth(), "at a loss in all");
    }

    /// @dev TORA: nothing is held for anyone between bundles, all of it is earned. BNB: the deposit. Bystanders: the
    /// grant reaches every account, and the paymaster debits senders only. The quote: what price and terms make it.
    function invariant_theBooksAreRight() public view {
        vm.assertEq(tora.balanceOf(address(paymaster)), 1 + handler.taken() - handler.withdrawn());
        uint256 expected = handler.initialDeposit() + handler.added() - handler.removed() - handler.spent();
        vm.assertEq(paymaster.depositBalance(), expected);
        vm.assertEq(tora.balanceOf(handler.BYSTANDER()), handler.BYSTANDERS());
        _checkQuote();
    }

    function _checkQuote() private view {
        IToraPaymaster.Quote memory quote = paymaster.quote();
        IToraPaymaster.Terms memory terms = paymaster.terms();
        IToraPaymaster.Price memory price = paymaster.lastPrice();
        vm.assertEq(quote.rate, (uint256(price.value) * (10_000 + terms.fee) + 9_999) / 10_000);
        vm.assertEq(quote.settlementGas, terms.settlementGas);
        vm.assertEq(quote.maxOperationCost, terms.maxOperationCost);
        vm.assertTrue(
            quote.validUntil == 1 || quote.validUntil == uint256(price.observedAt) + terms.maxAge,
            "another expiry"
        );
    }
}
