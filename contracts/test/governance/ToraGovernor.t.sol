// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ToraGovernor} from "../../src/governance/ToraGovernor.sol";
import {IToraGovernor} from "../../src/interfaces/governance/IToraGovernor.sol";
import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {StakedTora} from "../../src/token/StakedTora.sol";
import {GovernanceTest} from "./support/GovernanceTest.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @notice The way of a decision, and who can do what on it.
contract ToraGovernorTest is GovernanceTest {
    function test_isSetUpAsAsked() public view {
        vm.assertEq(governor.name(), "ToraGovernor");
        vm.assertEq(governor.version(), "1");
        vm.assertEq(governor.CLOCK_MODE(), "mode=timestamp");
        vm.assertEq(governor.CLOCK_MODE(), staked.CLOCK_MODE());
        vm.assertEq(governor.clock(), START + 1);
        vm.assertEq(address(governor.token()), address(staked));
        vm.assertEq(governor.timelock(), address(timelock));
        vm.assertEq(governor.upgradeManager(), address(manager));
        vm.assertEq(governor.votingDelay(), VOTING_DELAY);
        vm.assertEq(governor.votingPeriod(), VOTING_PERIOD);
        vm.assertEq(governor.proposalThreshold(), THRESHOLD);
        vm.assertEq(governor.quorum(START), QUORUM);
        vm.assertEq(governor.approvalThreshold(), 5_000);
    }

    /// @dev Every boundary to the second.
    function test_aDecisionFromProposalToExecution() public {
        Proposal memory p = _exitDelay(3 days);
        uint256 id = _propose(p);
        uint256 snapshot = START + 1 + VOTING_DELAY;
        uint256 deadline = snapshot + VOTING_PERIOD;
        vm.assertEq(governor.proposalSnapshot(id), snapshot);
        vm.assertEq(governor.proposalDeadline(id), deadline);

        cheats.warp(snapshot);
        _assertState(id, IGovernor.ProposalState.Pending);
        _expectState(id, IGovernor.ProposalState.Pending, IGovernor.ProposalState.Active);
        _vote(MAJORITY, id, FOR);
        cheats.warp(snapshot + 1);
        _assertState(id, IGovernor.ProposalState.Active);
        _vote(MAJORITY, id, FOR);

        cheats.warp(deadline);
        _assertState(id, IGovernor.ProposalState.Active);
        _vote(MINORITY, id, AGAINST);
        _expectState(id, IGovernor.ProposalState.Active, IGovernor.ProposalState.Succeeded);
        _queue(p);
        cheats.warp(deadline + 1);
        _assertState(id, IGovernor.ProposalState.Succeeded);
        _expectState(id, IGovernor.ProposalState.Succeeded, IGovernor.ProposalState.Active);
        _vote(WEI, id, FOR);
        _expectState(id, IGovernor.ProposalState.Succeeded, IGovernor.ProposalState.Queued);
        _execute(p);

        _queue(p);
        uint256 eta = deadline + 1 + DELAY;
        vm.assertEq(governor.proposalEta(id), eta);
        _assertState(id, IGovernor.ProposalState.Queued);
        cheats.warp(eta - 1);
        cheats.expectPartialRevert(TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector);
        _execute(p);
        vm.assertEq(staked.exitDelay(), EXIT_DELAY);
        cheats.warp(eta);
        vm.prank(STRANGER);
        _execute(p);
        vm.assertEq(staked.exitDelay(), 3 days);
        _assertState(id, IGovernor.ProposalState.Executed);
        _expectState(id, IGovernor.ProposalState.Executed, IGovernor.ProposalState.Queued);
        _execute(p);
    }

    function test_aDefeatedProposalGoesNoFurther() public {
        Proposal memory p = _exitDelay(3 days);
        uint256 id = _propose(p);
        _toVoting(id);
        _vote(MAJORITY, id, AGAINST);
        _vote(MINORITY, id, FOR);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Defeated);
        _expectState(id, IGovernor.ProposalState.Defeated, IGovernor.ProposalState.Succeeded);
        _queue(p);
        _expectState(id, IGovernor.ProposalState.Defeated, IGovernor.ProposalState.Queued);
        _execute(p);
    }

    function test_anyoneExecutesWhatIsDueWithoutTheGovernor() public {
        Proposal memory p = _exitDelay(3 days);
        uint256 id = _pass(p);
        bytes32 salt = _salt(p);
        vm.prank(STRANGER);
        timelock.executeBatch(p.targets, p.values, p.calldatas, 0, salt);
        vm.assertEq(staked.exitDelay(), 3 days);
        _assertState(id, IGovernor.ProposalState.Executed);
        _expectState(id, IGovernor.ProposalState.Executed, IGovernor.ProposalState.Queued);
        _execute(p);
    }

    function test_aDecisionSendsTheTimelocksCoins() public {
        vm.deal(address(timelock), 1 ether);
        Proposal memory p = _proposal(address(0xB0B), "");
        p.values[0] = 1.5 ether;
        _pass(p);
        bytes32 hash = keccak256(bytes(p.description));
        vm.deal(address(this), 0.5 ether);
        governor.execute{value: 0.5 ether}(p.targets, p.values, p.calldatas, hash);
        vm.assertEq(address(0xB0B).balance, 1.5 ether);
        vm.assertEq(address(timelock).balance, 0);
    }

    function test_takesNoCoins() public {
        vm.deal(address(this), 1 ether);
        (bool taken, bytes memory reason) = address(governor).call{value: 1 ether}("");
        vm.assertFalse(taken, "it could not give them back");
        vm.assertEq(bytes32(reason), bytes32(IGovernor.GovernorDisabledDeposit.selector));
    }

    function test_takesNoTokensThatAsk() public {
        vm.expectRevert(IGovernor.GovernorDisabledDeposit.selector);
        governor.onERC721Received(address(this), STRANGER, 1, "");
        vm.expectRevert(IGovernor.GovernorDisabledDeposit.selector);
        governor.onERC1155Received(address(this), STRANGER, 1, 1, "");
        uint256[] memory none;
        vm.expectRevert(IGovernor.GovernorDisabledDeposit.selector);
        governor.onERC1155BatchReceived(address(this), STRANGER, none, none, "");
    }

    // -- who proposes, and who cancels

    function test_proposersNeedTheThresholdToTheWei() public {
        Proposal memory p = _exitDelay(3 days);
        _stake(STRANGER, THRESHOLD - 1);
        cheats.warp(START + 2);
        _expectTooFewVotes(STRANGER, THRESHOLD - 1);
        _proposeAs(STRANGER, p);
        _stake(STRANGER, 1);
        // In the same second it does not count yet.
        _expectTooFewVotes(STRANGER, THRESHOLD - 1);
        _proposeAs(STRANGER, p);
        cheats.warp(START + 3);
        _assertState(_proposeAs(STRANGER, p), IGovernor.ProposalState.Pending);
    }

    function test_theProposerCancelsUntilTheVote() public {
        Proposal memory p = _exitDelay(3 days);
        uint256 id = _propose(p);
        cheats.warp(governor.proposalSnapshot(id));
        _expectUnableToCancel(id, STRANGER);
        _cancelAs(STRANGER, p);
        _expectUnableToCancel(id, GUARDIAN);
        _cancelAs(GUARDIAN, p);
        _cancelAs(PROPOSER, p);
        _assertState(id, IGovernor.ProposalState.Canceled);

        p.description = "again";
        id = _propose(p);
        _toVoting(id);
        _expectUnableToCancel(id, PROPOSER);
        _cancelAs(PROPOSER, p);
    }

    /// @dev What waits in the timelock, and for good: only as another proposal could it come back.
    function test_theGuardianCancelsWhatWaits() public {
        Proposal memory p = _exitDelay(3 days);
        uint256 id = _pass(p);
        bytes32 operation = _operation(p);
        vm.prank(GUARDIAN);
        timelock.cancel(operation);
        _assertState(id, IGovernor.ProposalState.Canceled);
        _expectState(id, IGovernor.ProposalState.Canceled, IGovernor.ProposalState.Queued);
        _execute(p);
        _expectState(id, IGovernor.ProposalState.Canceled, IGovernor.ProposalState.Succeeded);
        _queue(p);
        cheats.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        _propose(p);
        p.description = "again";
        _pass(p);
        _execute(p);
        vm.assertEq(staked.exitDelay(), 3 days);
    }

    /// @dev Whatever the guardian does with the timelock or the governor, nothing is decided by it.
    function test_theGuardianDecidesNothing() public {
        Proposal memory p = _exitDelay(3 days);
        _expectTooFewVotes(GUARDIAN, 0);
        _proposeAs(GUARDIAN, p);
        bytes32 salt = _salt(p);
        _expectMissingRole(GUARDIAN, PROPOSER_ROLE);
        vm.prank(GUARDIAN);
        timelock.scheduleBatch(p.targets, p.values, p.calldatas, 0, salt, DELAY);
        _expectMissingRole(GUARDIAN, bytes32(0));
        vm.prank(GUARDIAN);
        timelock.grantRole(PROPOSER_ROLE, GUARDIAN);
        _win(p);
        _queue(p);
        cheats.expectPartialRevert(TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector);
        vm.prank(GUARDIAN);
        timelock.executeBatch(p.targets, p.values, p.calldatas, 0, salt);
        _expectNotOwner(GUARDIAN);
        vm.prank(GUARDIAN);
        staked.setExitDelay(0);
    }

    /// @dev Who would copy a proposal to be its proposer, and cancel it, is refused.
    function test_aProposalCanNameItsProposer() public {
        Proposal memory p = _exitDelay(3 days);
        p.description = "mine #proposer=0x00000000000000000000000000000000000000a1";
        cheats.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, MAJORITY));
        _proposeAs(MAJORITY, p);
        vm.assertEq(governor.proposalProposer(_propose(p)), PROPOSER);
    }

    // -- its code

    function test_onlyADecisionUpgrades() public {
        address code = address(new ToraGovernor());
        address[4] memory others = [STRANGER, GUARDIAN, address(timelock), address(governor)];
        for (uint256 i; i < others.length; ++i) {
            cheats.expectRevert(
                abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, others[i], manager)
            );
            vm.prank(others[i]);
            governor.upgradeToAndCall(code, "");
        }
        uint256 id = _decide(
            address(manager), abi.encodeCall(manager.upgrade, (address(governor), code, code.codehash, ""))
        );
        vm.assertEq(_implementationOf(address(governor)), code);
        _assertState(id, IGovernor.ProposalState.Executed);
        vm.assertEq(governor.approvalThreshold(), 5_000);
        vm.assertEq(governor.votingPeriod(), VOTING_PERIOD);
    }

    /// @dev The timelock cannot leave out the manager, whatever was voted.
    function test_aDecisionCannotUpgradeAroundTheManager() public {
        address code = address(new StakedTora(tora));
        Proposal memory p =
            _proposal(address(staked), abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (code, "")));
        _pass(p);
        cheats.expectRevert(
            abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, timelock, manager)
        );
        _execute(p);
    }

    function test_isInitialisedOnceAndItsCodeNever() public {
        IToraGovernor.Settings memory settings = _settings();
        address[2] memory all = [address(governor), governorCode];
        for (uint256 i; i < 2; ++i) {
            _expectInitialized();
            ToraGovernor(payable(all[i])).initialize(staked, timelock, STRANGER, settings);
        }
    }

    function test_keepsItsStorageInItsNamespace() public view {
        bytes32 slot = _namespace("tensora.storage.ToraGovernor");
        // The length of the checkpoints, and the first of them: value and time.
        vm.assertEq(uint256(cheats.load(address(governor), slot)), 1);
        bytes32 first = cheats.load(address(governor), keccak256(abi.encode(slot)));
        vm.assertEq(uint256(first), 5_000 << 48 | START);
    }

    // -- helpers

    function _proposeAs(address proposer, Proposal memory p) private returns (uint256) {
        vm.prank(proposer);
        return governor.propose(p.targets, p.values, p.calldatas, p.description);
    }

    function _cancelAs(address caller, Proposal memory p) private {
        vm.prank(caller);
        governor.cancel(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function _expectTooFewVotes(address proposer, uint256 votes) private {
        _expect(
            abi.encodeWithSelector(
                IGovernor.GovernorInsufficientProposerVotes.selector, proposer, votes, THRESHOLD
            )
        );
    }

    function _expectUnableToCancel(uint256 id, address caller) private {
        _expect(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, caller));
    }

    function _expectMissingRole(address caller, bytes32 role) private {
        _expect(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, role)
        );
    }
}
