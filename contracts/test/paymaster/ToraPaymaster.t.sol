// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IToraPaymaster} from "../../src/interfaces/paymaster/IToraPaymaster.sol";
import {Vm} from "../support/Test.sol";
import {IAccounts, PaymasterWorld} from "./support/PaymasterWorld.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {IPaymaster} from "@account-abstraction/contracts/interfaces/IPaymaster.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

/// @notice Sends the same amount of TORA to whoever asks.
contract Faucet {
    function give(address token, uint256 amount) external {
        (bool sent,) = token.call(abi.encodeWithSignature("transfer(address,uint256)", msg.sender, amount));
        require(sent, "faucet");
    }
}

/// @notice Operations through the real EntryPoint: what is taken, and what is refused.
/// forge-config: default.isolate = true
contract ToraPaymasterTest is PaymasterWorld {
    uint256 private constant GAS_PRICE = 1 gwei;

    function test_takesAheadAndRefunds() public {
        address account = _account(1, 1e26);
        (uint256 cost, uint256 paid) = _settle(_operation(1));
        _assertNoLoss(cost, paid);
        vm.assertEq(tora.balanceOf(account), 1e26 - 1 ether - paid);
        if (!_measuringCoverage()) {
            cheats.assertApproxEqRel(paid, cost * PRICE * 102 / 100 / 1e18, 0.005e18, "not the exact charge");
        }
    }

    function test_firstOperationOfAnAccountWithoutAnyCoin() public {
        address account = factory.getAddress(cheats.addr(1), 0);
        tora.mint(account, 1e26);
        PackedUserOperation memory operation = _operation(1);
        operation.initCode =
            abi.encodePacked(address(factory), abi.encodeCall(IAccounts.createAccount, (cheats.addr(1), 0)));
        operation.accountGasLimits = bytes32(uint256(400_000) << 128 | 60_000);
        _sign(operation, 1);

        (uint256 cost, uint256 paid) = _settle(operation);
        _assertNoLoss(cost, paid);
        vm.assertEq(account.balance, 0);
        vm.assertTrue(account.code.length > 0, "not deployed");
        vm.assertEq(tora.balanceOf(DESTINATION), 1 ether);
    }

    function test_manyAccountsInOneBundle() public {
        PackedUserOperation[] memory operations = new PackedUserOperation[](4);
        for (uint256 i; i < 4; ++i) {
            _account(i + 1, 1e26);
            operations[i] = _operation(i + 1);
        }
        (uint256 cost, uint256 paid) = _settle(operations);
        _assertNoLoss(cost, paid);
        vm.assertEq(tora.balanceOf(DESTINATION), 4 ether);
    }

    function test_aFailedOperationIsChargedAndLogged() public {
        address account = _account(1, 1e26);
        bytes memory call = _call(address(tora), abi.encodeCall(tora.transfer, (DESTINATION, 2e26)));
        PackedUserOperation memory operation = _operation(1, call, _limits(), GAS_PRICE, type(uint256).max);
        cheats.expectEmit(true, false, false, false, address(paymaster));
        emit IToraPaymaster.OperationCharged(account, 0, true);
        (uint256 cost, uint256 paid) = _settle(operation);
        _assertNoLoss(cost, paid);
        vm.assertEq(tora.balanceOf(account), 1e26 - paid);
    }

    /// @dev The dodge that charging in postOp alone would allow.
    function test_drainingTheBalanceDoesNotDodgeThePayment() public {
        Limits memory limits = _limits();
        uint256 ahead = _ahead(limits, GAS_PRICE);
        address account = _account(1, 1e26);
        bytes memory call = _call(address(tora), abi.encodeCall(tora.transfer, (DESTINATION, 1e26 - ahead)));
        (uint256 cost, uint256 paid) = _settle(_operation(1, call, limits, GAS_PRICE, type(uint256).max));
        vm.assertEq(tora.balanceOf(DESTINATION), 1e26 - ahead);
        vm.assertEq(tora.balanceOf(account), ahead - paid);
        _assertNoLoss(cost, paid);
    }

    function test_neverMoreThanTheSignedCap() public {
        uint256 ahead = _ahead(_limits(), GAS_PRICE);
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1, "", _limits(), GAS_PRICE, ahead - 1);
        _expectRefusal(abi.encodeWithSelector(IToraPaymaster.AboveCap.selector, ahead, ahead - 1));
        _handle(operation);

        (, uint256 paid) = _settle(_operation(1, "", _limits(), GAS_PRICE, ahead));
        cheats.assertLe(paid, ahead, "above the cap");
    }

    function test_theBalanceMustCoverWhatIsTakenAhead() public {
        uint256 ahead = _ahead(_limits(), GAS_PRICE);
        address account = _account(1, ahead - 1);
        PackedUserOperation memory operation = _operation(1, "", _limits(), GAS_PRICE, type(uint256).max);
        _expectRefusal(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, account, ahead - 1, ahead)
        );
        _handle(operation);

        tora.mint(account, 1);
        (uint256 cost, uint256 paid) = _settle(operation);
        _assertNoLoss(cost, paid);
        vm.assertEq(tora.balanceOf(account), ahead - paid);
    }

    function test_refusesOtherPaymasterData(uint8 length) public {
        vm.assume(length != 32);
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        operation.paymasterAndData =
            abi.encodePacked(address(paymaster), uint128(80_000), uint128(20_000), new bytes(length));
        _sign(operation, 1);
        _expectRefusal(abi.encodeWithSelector(IToraPaymaster.BadPaymasterData.selector, 52 + uint256(length)));
        _handle(operation);
    }

    function test_refusesAPostOpLimitThatCannotSettle() public {
        _account(1, 1e26);
        uint256 least = _terms().settlementGas;
        Limits memory limits = _limits();
        limits.postOp = least - 1;
        PackedUserOperation memory operation = _operation(1, "", limits, GAS_PRICE, type(uint256).max);
        _expectRefusal(
            abi.encodeWithSelector(IToraPaymaster.BadPostOpGasLimit.selector, least - 1, least, 1e9)
        );
        _handle(operation);

        limits.postOp = least;
        (uint256 cost, uint256 paid) = _settle(_operation(1, "", limits, GAS_PRICE, type(uint256).max));
        cheats.assertLe(paid, _ahead(limits, GAS_PRICE) - 1, "nothing was refunded");
        _assertNoLoss(cost, paid);
    }

    function test_refusesAPostOpLimitBeyondTheArithmetic() public {
        cheats.expectRevert();
        paymaster.toraAhead(0, 1e9 + 1, 1);
        paymaster.toraAhead(0, 1e9, 1);
    }

    function test_refusesWhatCostsTooMuch() public {
        _account(1, type(uint128).max);
        Limits memory limits = _limits();
        limits.preVerification = 1e9;
        uint256 cost = _maxCost(limits, GAS_PRICE) + uint256(_terms().settlementGas) * GAS_PRICE;
        PackedUserOperation memory operation = _operation(1, "", limits, GAS_PRICE, type(uint256).max);
        _expectRefusal(abi.encodeWithSelector(IToraPaymaster.OperationTooCostly.selector, cost, 1 ether));
        _handle(operation);
    }

    /// @dev The executor's share of the rollup's L1 data fee is in preVerificationGas: paid for, and collected.
    function test_theL1DataFeeIsPaidFor() public {
        _account(1, 1e26);
        Limits memory limits = _limits();
        (uint256 without,) = _settle(_operation(1, "", limits, GAS_PRICE, type(uint256).max));
        uint256 collected = BUNDLER.balance;
        limits.preVerification += 5_000_000;
        (uint256 cost, uint256 paid) = _settle(_operation(1, "", limits, GAS_PRICE, type(uint256).max));
        _assertNoLoss(cost, paid);
        vm.assertEq(BUNDLER.balance - collected, cost);
        // The nonce's slot is in use now, and so cheaper than the first time.
        cheats.assertGe(cost + 17_100 * GAS_PRICE, without + 5_000_000 * GAS_PRICE, "the data fee is missing");
    }

    function test_refusesWhilePaused() public {
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        vm.prank(GUARDIAN);
        paymaster.pause();
        _expectRefusal(abi.encodeWithSelector(IToraPaymaster.Paused.selector));
        _handle(operation);

        vm.prank(TIMELOCK);
        paymaster.unpause();
        _handle(operation);
        vm.assertEq(tora.balanceOf(DESTINATION), 1 ether);
    }

    function test_onlyGuardianAndOwnerPause(address other) public {
        vm.assume(other != GUARDIAN && other != TIMELOCK);
        cheats.expectRevert();
        vm.prank(other);
        paymaster.pause();
        cheats.expectRevert();
        vm.prank(other);
        paymaster.unpause();
    }

    /// @dev A pause between validation and settlement takes nobody's refund.
    function test_whatWasValidatedIsSettledInAPause() public {
        address account = _account(1, 1e26);
        vm.prank(TIMELOCK);
        paymaster.setGuardian(account);
        bytes memory call = _call(address(paymaster), abi.encodeCall(paymaster.pause, ()));
        (uint256 cost, uint256 paid) = _settle(_operation(1, call, _limits(), GAS_PRICE, type(uint256).max));
        vm.assertTrue(paymaster.quote().paused, "not paused");
        _assertNoLoss(cost, paid);
        cheats.assertLe(paid, _ahead(_limits(), GAS_PRICE) - 1, "nothing was refunded");
    }

    function test_refusesWithoutAPrice() public {
        paymaster = _deployPaymaster(source, _terms());
        vm.prank(TIMELOCK);
        tora.setPaymaster(address(paymaster));
        ENTRY_POINT.depositTo{value: 1 ether}(address(paymaster));
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        _expectRefusal(abi.encodeWithSelector(IToraPaymaster.NoRate.selector));
        _handle(operation);
    }

    /// @dev Between a bundler's simulation and the inclusion, too.
    function test_anExpiredPriceIsRefusedByTheEntryPoint() public {
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        uint256 validUntil = paymaster.quote().validUntil;
        vm.assertEq(validUntil, FIRST_TIME + 1 hours);
        cheats.warp(validUntil + 1);
        _expectFailedOp("AA32 paymaster expired or not due");
        _handle(operation);

        cheats.warp(validUntil);
        _handle(operation);
    }

    function test_outOfDepositIsRefusedByTheEntryPoint() public {
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        uint256 all = paymaster.depositBalance();
        vm.prank(WITHDRAWER);
        paymaster.withdrawDeposit(payable(WITHDRAWER), all);
        _expectFailedOp("AA31 paymaster deposit too low");
        _handle(operation);
    }

    function test_withoutTheGrantNothingIsTaken() public {
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        vm.prank(GUARDIAN);
        tora.suspendPaymaster(true);
        cheats.expectRevert();
        _handle(operation);
    }

    function test_onlyTheEntryPointValidatesAndSettles(address other) public {
        vm.assume(other != address(ENTRY_POINT));
        PackedUserOperation memory operation = _operation(1);
        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.NotEntryPoint.selector, other));
        vm.prank(other);
        paymaster.validatePaymasterUserOp(operation, 0, 0);
        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.NotEntryPoint.selector, other));
        vm.prank(other);
        paymaster.postOp(IPaymaster.PostOpMode.opSucceeded, "", 0, 0);
    }

    /// @dev The one refund that is dear: the operation brought the balance back to what it was before the bundle, so
    /// that the refund writes a clean slot. The settlement is refused, and all that was taken ahead is kept.
    function test_aSettlementDearerThanChargedIsRefused() public {
        if (_measuringCoverage()) return;
        address account = _account(1, 1e26);
        Faucet faucet = new Faucet();
        tora.mint(address(faucet), 1e26);
        Limits memory limits = _limits();
        uint256 ahead = _ahead(limits, GAS_PRICE);
        bytes memory call = _call(address(faucet), abi.encodeCall(faucet.give, (address(tora), ahead)));
        (uint256 cost, uint256 paid) = _settle(_operation(1, call, limits, GAS_PRICE, type(uint256).max));
        vm.assertEq(paid, ahead);
        vm.assertEq(tora.balanceOf(account), 1e26 - ahead);
        vm.assertEq(tora.balanceOf(address(faucet)), 1e26);
        _assertNoLoss(cost, paid);
    }

    /// @dev Settlement gas that does not pay for the settlement: refused too, whatever the cause.
    function test_aSettlementBeyondTheTermsIsRefused() public {
        _account(1, 1e26);
        IToraPaymaster.Terms memory terms = _terms();
        terms.settlementGas = 8_000;
        vm.prank(TIMELOCK);
        paymaster.setTerms(terms);
        uint256 ahead = _ahead(_limits(), GAS_PRICE);
        (uint256 cost, uint256 paid) = _settle(_operation(1));
        vm.assertEq(paid, ahead);
        vm.assertEq(tora.balanceOf(DESTINATION), 0);
        _assertNoLoss(cost, paid);
    }

    /// @dev A token that says no without reverting: nothing is paid for, nothing is refunded.
    function test_aTransferThatFailsQuietly() public {
        _account(1, 1e26);
        PackedUserOperation memory operation = _operation(1);
        cheats.mockCall(address(tora), abi.encodeWithSelector(tora.transferFrom.selector), abi.encode(false));
        _expectRefusal(abi.encodeWithSelector(IToraPaymaster.TransferFailed.selector));
        _handle(operation);
        cheats.clearMockedCalls();

        uint256 ahead = _ahead(_limits(), GAS_PRICE);
        cheats.mockCall(address(tora), abi.encodeWithSelector(tora.transfer.selector), abi.encode(false));
        (uint256 cost, uint256 paid) = _settle(operation);
        vm.assertEq(paid, ahead);
        _assertNoLoss(cost, paid);
    }

    /// @dev What is held for refunds cannot leave between validation and settlement, whoever withdraws.
    function test_nothingIsWithdrawnInsideABundle() public {
        address account = _account(1, 1e26);
        vm.prank(TIMELOCK);
        paymaster.grantRole(keccak256("WITHDRAWER_ROLE"), account);
        bytes memory call =
            _call(address(paymaster), abi.encodeCall(paymaster.withdrawTora, (DESTINATION, 1)));
        (uint256 cost, uint256 paid) = _settle(_operation(1, call, _limits(), GAS_PRICE, type(uint256).max));
        vm.assertEq(tora.balanceOf(DESTINATION), 0);
        _assertNoLoss(cost, paid);
    }

    /// @dev The feed moves in a bundle, the price in force does not, and everyone is charged at it.
    function test_thePriceDoesNotMoveInsideABundle() public {
        address account = _account(1, 1e26);
        _account(2, 1e26);
        _account(3, 1e26);
        vm.prank(TIMELOCK);
        feed.setFeeder(account);
        PackedUserOperation[] memory operations = new PackedUserOperation[](3);
        bytes memory post = _call(address(feed), abi.encodeCall(feed.post, (FEED_ANSWER * 95 / 100)));
        bytes memory update = _call(address(paymaster), abi.encodeCall(paymaster.updatePrice, ()));
        operations[0] = _operation(1, post, _limits(), GAS_PRICE, type(uint256).max);
        operations[1] = _operation(2, update, _limits(), GAS_PRICE, type(uint256).max);
        operations[2] = _operation(3);
        (uint256 cost, uint256 paid) = _settle(operations);
        vm.assertEq(paymaster.lastPrice().value, PRICE);
        _assertNoLoss(cost, paid);

        vm.assertTrue(paymaster.updatePrice(), "refused outside of the bundle");
        cheats.assertGt(paymaster.lastPrice().value, PRICE, "unmoved");
    }

    /// @dev Limits without slack, no preVerificationGas, and a failure whose reason costs more to log than any limit
    /// covers: the EntryPoint takes the whole prefund and drops the settlement, so all taken ahead is kept.
    function test_aPrefundThatIsTooLowIsNoLoss() public {
        if (_measuringCoverage()) return;
        _account(1, 1e26);
        bytes memory call = _call(address(this), abi.encodeCall(this.failAtLength, ()));
        Limits memory limits = _limits();
        (limits.preVerification, limits.postOp) = (0, _terms().settlementGas);
        (limits.call, limits.verification, limits.paymasterVerification) = (8_000, 10_000, 200_000);
        while (!_validates(limits, call)) limits.verification += 500;
        limits.paymasterVerification = 20_000;
        while (!_validates(limits, call)) limits.paymasterVerification += 500;
        vm.recordLogs();
        (uint256 cost, uint256 paid) = _settle(_operation(1, call, limits, GAS_PRICE, type(uint256).max));
        vm.assertTrue(_logged(IEntryPoint.UserOperationPrefundTooLow.selector), "the prefund was enough");
        vm.assertEq(cost, _maxCost(limits, GAS_PRICE));
        vm.assertEq(paid, _ahead(limits, GAS_PRICE));
        _assertNoLoss(cost, paid);
    }

    function failAtLength() external pure {
        assembly ("memory-safe") {
            revert(0x80, 2048)
        }
    }

    /// @dev Whether these limits are high enough for validation, found out without leaving a trace.
    function _validates(Limits memory limits, bytes memory call) private returns (bool) {
        PackedUserOperation memory operation = _operation(1, call, limits, GAS_PRICE, type(uint256).max);
        uint256 snapshot = cheats.snapshotState();
        try ENTRY_POINT.handleOps(_bundle(operation), BUNDLER) {
            cheats.revertToState(snapshot);
            return true;
        } catch {
            return false;
        }
    }

    function _logged(bytes32 topic) private returns (bool found) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            found = found || logs[i].topics[0] == topic;
        }
    }
}
