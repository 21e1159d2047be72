// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {L1Executor} from "../../src/governance/L1Executor.sol";
import {UpgradeManager} from "../../src/governance/UpgradeManager.sol";
import {ICrossDomainMessenger, IL1Executor} from "../../src/interfaces/governance/IL1Executor.sol";
import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {L1World, Vault} from "./support/L1World.sol";

/// @notice A messenger that brings the same decision again while it is done.
contract Repeater is ICrossDomainMessenger {
    address public xDomainMessageSender;
    IL1Executor private executor;
    bytes private call;

    function prepare(IL1Executor executor_, address sender, bytes calldata call_) external {
        (executor, xDomainMessageSender, call) = (executor_, sender, call_);
    }

    function bring() external {
        (bool done, bytes memory reason) = address(executor).call(call);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}

/// @notice Who decides on L1, and that a decision is done once and as a whole, whatever the messenger does.
contract L1ExecutorTest is L1World {
    function test_noMoreCoinsThanThereAre() public {
        IL1Executor.Decision memory decision = _set(7);
        decision.calls[0].value = 1 ether + 1;
        vm.deal(address(executor), 1 ether);
        _says(TIMELOCK);
        _expect(abi.encodeWithSelector(IL1Executor.CallFailed.selector, 0));
        _bring(decision);
    }

    // -- who

    /// @dev The timelock's address on L1 is not the timelock, and its alias is nobody.
    function test_onlyTheMessengerBrings() public {
        bytes memory call = _call(_set(7));
        _says(TIMELOCK);
        address[6] memory others =
            [STRANGER, TIMELOCK, ALIAS, L2_MESSENGER, address(portal), address(executor)];
        for (uint256 i; i < others.length; ++i) {
            vm.prank(others[i]);
            (bool done, bytes memory reason) = address(executor).call(call);
            vm.assertFalse(done, "done");
            bytes memory refusal = abi.encodeWithSelector(IL1Executor.NotMessenger.selector, others[i]);
            vm.assertEq(keccak256(reason), keccak256(refusal));
        }
    }

    function test_onlyTheTimelockDecides() public {
        address[4] memory others = [STRANGER, ALIAS, L2_MESSENGER, address(0)];
        for (uint256 i; i < others.length; ++i) {
            _says(others[i]);
            _expect(abi.encodeWithSelector(IL1Executor.NotTimelock.selector, others[i]));
            _bring(_set(7));
        }
    }

    /// @dev The messenger's own word, outside of any message.
    function test_withoutAMessageNothingIsDone() public {
        _expect(
            abi.encodeWithSignature("Error(string)", "CrossDomainMessenger: xDomainMessageSender is not set")
        );
        _bring(_set(7));
    }

    // -- replays and order, whatever the messenger does

    function test_aMessengerThatLiesRepeatsNothing() public {
        IL1Executor.Decision memory decision = _set(7);
        bytes32 id = executor.idOf(decision);
        _says(TIMELOCK);
        _bring(decision);
        _expectClosed(id);
        _bring(decision);
    }

    function test_aDecisionIsNotDoneFromWithinItself() public {
        Repeater repeater = new Repeater();
        address code = address(new L1Executor(repeater, TIMELOCK));
        executor =
            L1Executor(payable(_proxy(code, abi.encodeCall(L1Executor.initialize, (address(manager))))));
        IL1Executor.Decision memory decision =
            _decision(address(repeater), abi.encodeCall(repeater.bring, ()));
        repeater.prepare(executor, TIMELOCK, _call(decision));
        _expectClosed(executor.idOf(decision));
        repeater.bring();
    }

    function test_isDoneUntilItsLastSecond() public {
        cheats.warp(START + 30 days);
        _says(TIMELOCK);
        _bring(_set(7));
        vm.assertEq(vault.number(), 7);
        cheats.warp(START + 30 days + 1);
        _expect(
            abi.encodeWithSelector(IL1Executor.DecisionExpired.selector, START + 30 days, START + 30 days + 1)
        );
        _bring(_set(8));
    }

    function test_aPredecessorComesFirst() public {
        IL1Executor.Decision memory first = _set(7);
        IL1Executor.Decision memory second = _set(8);
        second.predecessor = executor.idOf(first);
        _says(TIMELOCK);
        _expect(abi.encodeWithSelector(IL1Executor.PredecessorNotExecuted.selector, second.predecessor));
        _bring(second);
        _bring(first);
        _bring(second);
        vm.assertEq(vault.number(), 8);
    }

    function test_aRevokedPredecessorNeverCame() public {
        IL1Executor.Decision memory second = _set(8);
        second.predecessor = executor.idOf(_set(7));
        vm.prank(address(executor));
        executor.revoke(second.predecessor);
        _says(TIMELOCK);
        _expect(abi.encodeWithSelector(IL1Executor.PredecessorNotExecuted.selector, second.predecessor));
        _bring(second);
    }

    function test_onlyADecisionRevokes(address caller) public {
        vm.assume(caller != address(executor));
        bytes32 id = executor.idOf(_set(7));
        _expect(abi.encodeWithSelector(IL1Executor.NotSelf.selector, caller));
        vm.prank(caller);
        executor.revoke(id);
    }

    function test_whatIsDoneOrRevokedIsNotRevoked() public {
        IL1Executor.Decision memory decision = _set(7);
        bytes32 done = executor.idOf(decision);
        _says(TIMELOCK);
        _bring(decision);
        _expectClosed(done);
        vm.prank(address(executor));
        executor.revoke(done);
        bytes32 never = executor.idOf(_set(8));
        vm.prank(address(executor));
        executor.revoke(never);
        _expectClosed(never);
        vm.prank(address(executor));
        executor.revoke(never);
    }

    /// @dev Every part of a decision tells it from others.
    function test_aDecisionIsAllItsParts() public view {
        IL1Executor.Decision[7] memory all;
        for (uint256 i; i < 7; ++i) {
            all[i] = _set(7);
        }
        all[1].salt = "other";
        all[2].validUntil += 1;
        all[3].predecessor = "other";
        all[4].calls[0].value = 1;
        all[5].calls[0].target = STRANGER;
        all[6].calls[0].data = abi.encodeCall(vault.set, (8));
        for (uint256 i; i < 7; ++i) {
            for (uint256 k; k < i; ++k) {
                vm.assertTrue(executor.idOf(all[i]) != executor.idOf(all[k]), "the same");
            }
        }
    }

    // -- failures

    function test_isDoneAsAWholeAndPassesTheReasonOn() public {
        IL1Executor.Decision memory decision;
        decision.validUntil = START;
        decision.calls = new IL1Executor.Call[](3);
        decision.calls[0] = _set(7).calls[0];
        decision.calls[1] = IL1Executor.Call(address(vault), 0, abi.encodeCall(vault.lock, (true)));
        decision.calls[2] = _set(8).calls[0];
        _says(TIMELOCK);
        _expect(abi.encodeWithSelector(Vault.Locked.selector, 8));
        _bring(decision);
        vm.assertEq(vault.number(), 0);
        vm.assertFalse(executor.executed(executor.idOf(decision)), "remembered");
        decision.calls[1].data = abi.encodeCall(vault.lock, (false));
        _bring(decision);
        vm.assertEq(vault.number(), 8);
    }

    function test_aSilentFailureIsNamed() public {
        IL1Executor.Decision memory decision;
        decision.validUntil = START;
        decision.calls = new IL1Executor.Call[](2);
        decision.calls[0] = _set(7).calls[0];
        decision.calls[1] = IL1Executor.Call(address(vault), 0, abi.encodeCall(vault.failSilently, ()));
        _says(TIMELOCK);
        _expect(abi.encodeWithSelector(IL1Executor.CallFailed.selector, 1));
        _bring(decision);
    }

    function test_aCallMeetsCode() public {
        _says(TIMELOCK);
        _expect(abi.encodeWithSelector(IL1Executor.TargetWithoutCode.selector, STRANGER));
        _bring(_decision(STRANGER, hex"01"));
    }

    function test_anEmptyDecisionIsRefused() public {
        IL1Executor.Decision memory decision;
        decision.validUntil = START;
        _says(TIMELOCK);
        vm.expectRevert(IL1Executor.NoCalls.selector);
        _bring(decision);
    }

    // -- its code

    function test_upgradesByADecisionOnly() public {
        IL1Executor.Decision memory before = _set(7);
        _finalize(_message(TIMELOCK, 0, before));
        address code = address(new L1Executor(messenger, STRANGER));
        address[3] memory others = [STRANGER, TIMELOCK, address(executor)];
        for (uint256 i; i < others.length; ++i) {
            _expect(abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, others[i], manager));
            vm.prank(others[i]);
            executor.upgradeToAndCall(code, "");
        }
        _finalize(_message(TIMELOCK, 0, _decision(address(manager), _upgradeCall(code))));
        vm.assertEq(executor.timelock(), STRANGER);
        vm.assertTrue(executor.executed(executor.idOf(before)), "forgotten");
    }

    function test_isInitialisedOnceAndItsCodeNever() public {
        L1Executor code = new L1Executor(messenger, TIMELOCK);
        _expectInitialized();
        code.initialize(STRANGER);
        _expectInitialized();
        executor.initialize(STRANGER);
    }

    function test_isNotMadeWithoutItsEnds() public {
        vm.expectRevert(IL1Executor.ZeroAddress.selector);
        new L1Executor(ICrossDomainMessenger(address(0)), TIMELOCK);
        vm.expectRevert(IL1Executor.ZeroAddress.selector);
        new L1Executor(messenger, address(0));
    }

    function test_keepsItsStorageInItsNamespace() public {
        IL1Executor.Decision memory decision = _set(7);
        _finalize(_message(TIMELOCK, 0, decision));
        bytes32 base = _namespace("tensora.storage.L1Executor");
        bytes32 slot = keccak256(abi.encode(executor.idOf(decision), base));
        vm.assertEq(uint256(cheats.load(address(executor), slot)), 1);
    }

    // -- helpers

    function _bring(IL1Executor.Decision memory decision) private {
        vm.prank(address(messenger));
        executor.execute(decision);
    }

    function _upgradeCall(address code) private view returns (bytes memory) {
        return abi.encodeCall(UpgradeManager.upgrade, (address(executor), code, code.codehash, ""));
    }

    function _expectClosed(bytes32 id) private {
        _expect(abi.encodeWithSelector(IL1Executor.DecisionClosed.selector, id));
    }
}
