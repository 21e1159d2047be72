// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IL1Executor} from "../../src/interfaces/governance/IL1Executor.sol";
import {L1World, Portal} from "./support/L1World.sol";

/// @notice Lets another message through while one is relayed.
contract Courier {
    Portal private portal;
    address private messenger;
    bytes private relay;

    function prepare(Portal portal_, address messenger_, bytes calldata relay_) external {
        (portal, messenger, relay) = (portal_, messenger_, relay_);
    }

    function run(address l2Messenger) external {
        portal.finalize(l2Messenger, messenger, relay);
    }
}

/// @notice The timelock's decisions on L1, and their coins, through the real messenger.
contract L1ExecutorMessagesTest is L1World {
    function test_doesWhatTheTimelockDecided() public {
        IL1Executor.Decision memory decision = _set(7);
        Message memory m = _message(TIMELOCK, 0, decision);
        bytes32 id = executor.idOf(decision);
        cheats.expectEmit(address(executor));
        emit IL1Executor.CallExecuted(id, 0, address(vault), 0, decision.calls[0].data);
        cheats.expectEmit(address(executor));
        emit IL1Executor.DecisionExecuted(id);
        _finalize(m);
        vm.assertEq(vault.number(), 7);
        vm.assertTrue(_succeeded(m), "not relayed");
        vm.assertTrue(executor.executed(id), "not remembered");
    }

    function test_messagesOfOthersFail(address sender) public {
        vm.assume(sender != TIMELOCK);
        Message memory m = _message(sender, 0, _set(7));
        _finalize(m);
        vm.assertTrue(_failed(m), "relayed");
        vm.assertEq(vault.number(), 0);
    }

    /// @dev It fails, is tried again by anyone when it can be done, and then never again.
    function test_whatFailedIsDoneOnceWhenItCanBe() public {
        IL1Executor.Decision memory decision = _set(7);
        Message memory m = _message(TIMELOCK, 0, decision);
        vault.lock(true);
        _finalize(m);
        vm.assertTrue(_failed(m), "relayed");
        vm.assertFalse(executor.executed(executor.idOf(decision)), "remembered");
        _retry(m);
        vm.assertFalse(_succeeded(m), "relayed");
        vault.lock(false);
        _retry(m);
        vm.assertEq(vault.number(), 7);
        cheats.expectRevert(
            abi.encodeWithSignature("Error(string)", "CrossDomainMessenger: message has already been relayed")
        );
        _retry(m);
    }

    /// @dev A decision of last month does not overturn one of today.
    function test_whatFailedIsNotDoneWhenItIsTooLate() public {
        Message memory m = _message(TIMELOCK, 0, _set(7));
        vault.lock(true);
        _finalize(m);
        vault.lock(false);
        cheats.warp(START + 30 days + 1);
        _retry(m);
        vm.assertEq(vault.number(), 0);
        vm.assertFalse(_succeeded(m), "done");
    }

    function test_whatFailedAndWasRevokedIsNotDone() public {
        IL1Executor.Decision memory decision = _set(7);
        Message memory m = _message(TIMELOCK, 0, decision);
        vault.lock(true);
        _finalize(m);
        vault.lock(false);
        bytes memory revocation = abi.encodeCall(executor.revoke, (executor.idOf(decision)));
        _finalize(_message(TIMELOCK, 0, _decision(address(executor), revocation)));
        vm.assertTrue(executor.revoked(executor.idOf(decision)), "not revoked");
        _retry(m);
        vm.assertEq(vault.number(), 0);
    }

    /// @dev The same decision, voted twice and sent twice, is one; with another salt it is two.
    function test_aDecisionSentTwiceIsDoneOnce() public {
        IL1Executor.Decision memory decision = _set(7);
        _finalize(_message(TIMELOCK, 0, decision));
        _finalize(_message(TIMELOCK, 0, _set(8)));
        Message memory again = _message(TIMELOCK, 0, decision);
        _finalize(again);
        vm.assertTrue(_failed(again), "done twice");
        vm.assertEq(vault.number(), 8);
        decision.salt = "again";
        _finalize(_message(TIMELOCK, 0, decision));
        vm.assertEq(vault.number(), 7);
    }

    /// @dev A message within a message waits, as the messenger has it, and is done after.
    function test_aMessageWithinAMessageWaits() public {
        Courier courier = new Courier();
        Message memory inner = _message(TIMELOCK, 0, _set(7));
        courier.prepare(portal, address(messenger), _relayCall(inner));
        bytes memory run = abi.encodeCall(courier.run, (L2_MESSENGER));
        Message memory outer = _message(TIMELOCK, 0, _decision(address(courier), run));
        _finalize(outer);
        vm.assertTrue(_succeeded(outer), "the outer failed");
        vm.assertTrue(_failed(inner), "the inner was done");
        vm.assertEq(vault.number(), 0);
        _retry(inner);
        vm.assertEq(vault.number(), 7);
    }

    // -- coins

    function test_coinsComeWithTheDecision() public {
        IL1Executor.Decision memory decision = _set(7);
        decision.calls[0].value = 0.4 ether;
        _finalize(_message(TIMELOCK, 1 ether, decision));
        vm.assertEq(address(vault).balance, 0.4 ether);
        vm.assertEq(address(executor).balance, 0.6 ether);
        // What was left is for a later one, which may go to an account.
        decision = _decision(address(0xB0B), "");
        decision.calls[0].value = 0.6 ether;
        _finalize(_message(TIMELOCK, 0, decision));
        vm.assertEq(address(0xB0B).balance, 0.6 ether);
    }

    /// @dev They wait in the messenger.
    function test_coinsOfAFailureAreNotLost() public {
        IL1Executor.Decision memory decision = _set(7);
        decision.calls[0].value = 1 ether;
        Message memory m = _message(TIMELOCK, 1 ether, decision);
        vault.lock(true);
        _finalize(m);
        vm.assertEq(address(messenger).balance, 1 ether);
        vm.assertEq(address(executor).balance, 0);
        vault.lock(false);
        _retry(m);
        vm.assertEq(address(vault).balance, 1 ether);
        vm.assertEq(address(messenger).balance, 0);
    }

    function test_anyoneGivesCoinsAndNobodyTakesThem() public {
        vm.deal(STRANGER, 1 ether);
        vm.prank(STRANGER);
        (bool taken,) = address(executor).call{value: 1 ether}("");
        vm.assertTrue(taken, "refused");
        IL1Executor.Decision memory decision = _decision(STRANGER, "");
        decision.calls[0].value = 1 ether;
        _finalize(_message(STRANGER, 0, decision));
        vm.assertEq(address(executor).balance, 1 ether);
    }
}
