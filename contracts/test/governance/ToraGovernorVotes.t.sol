// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ToraGovernor} from "../../src/governance/ToraGovernor.sol";
import {IToraGovernor} from "../../src/interfaces/governance/IToraGovernor.sol";
import {IStakedTora} from "../../src/interfaces/token/IStakedTora.sol";
import {FlashLender, FlashVoter} from "./support/FlashLoan.sol";
import {GovernanceTest} from "./support/GovernanceTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @notice Whose votes count, and when they are enough.
contract ToraGovernorVotesTest is GovernanceTest {
    uint256 private constant KEY = 0x5160;

    FlashLender private lender;
    FlashVoter private voter;

    // -- quorum

    function test_theQuorumIsReachedToTheWei() public {
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(ALMOST, id, FOR);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Defeated);

        id = _propose(_exitDelay(4 days));
        _toVoting(id);
        _vote(ALMOST, id, FOR);
        _vote(WEI, id, FOR);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Succeeded);
    }

    function test_abstentionsCountForTheQuorum() public {
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(ALMOST, id, ABSTAIN);
        _vote(WEI, id, FOR);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Succeeded);
    }

    function test_votesAgainstDoNotCountForTheQuorum() public {
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(ALMOST, id, FOR);
        _vote(PROPOSER, id, AGAINST);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Defeated);
    }

    function test_aQuorumOfAbstentionsDecidesNothing() public {
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(MAJORITY, id, ABSTAIN);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Defeated);
    }

    // -- approval

    function test_aTieFailsAndAWeiMorePasses() public {
        _stake(STRANGER, QUORUM - 1);
        cheats.warp(START + 2);
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(ALMOST, id, FOR);
        _vote(STRANGER, id, AGAINST);
        _vote(MINORITY, id, ABSTAIN);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Defeated);

        id = _propose(_exitDelay(4 days));
        _toVoting(id);
        _vote(ALMOST, id, FOR);
        _vote(WEI, id, FOR);
        _vote(STRANGER, id, AGAINST);
        _vote(MINORITY, id, ABSTAIN);
        _toResult(id);
        _assertState(id, IGovernor.ProposalState.Succeeded);
    }

    /// @dev Around the threshold, to the wei, for any threshold.
    function test_approvalIsAShareOfForAndAgainst(uint256 approval, uint256 ayes, uint256 delta) public {
        approval = bound(approval, 5_000, 9_000);
        ayes = bound(ayes, 10, 2e26);
        uint256 most = ayes * (10_000 - approval) / approval;
        uint256 noes = most + bound(delta, 0, 2) - 1;
        IToraGovernor.Settings memory settings = _settings();
        (settings.approvalThreshold, settings.quorum) = (approval, 1);
        governor = _governor(settings);
        _stake(address(0xF0), ayes);
        if (noes > 0) _stake(address(0xF1), noes);
        cheats.warp(START + 2);

        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(address(0xF0), id, FOR);
        if (noes > 0) _vote(address(0xF1), id, AGAINST);
        _vote(MAJORITY, id, ABSTAIN);
        _toResult(id);
        bool passes = noes <= most && noes < ayes;
        _assertState(id, passes ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated);
    }

    /// @dev Else what was refused would come back when the threshold is lowered, and could be executed.
    function test_aLowerThresholdReopensNothing() public {
        _decide(address(governor), abi.encodeCall(governor.setApprovalThreshold, (9_000)));
        uint256 raisedAt = governor.clock();
        cheats.warp(raisedAt + 1);
        uint256 id = _split();
        _assertState(id, IGovernor.ProposalState.Defeated);
        _decide(address(governor), abi.encodeCall(governor.setApprovalThreshold, (5_000)));
        vm.assertEq(governor.approvalThreshold(), 5_000);
        _assertState(id, IGovernor.ProposalState.Defeated);
        vm.assertEq(governor.approvalThresholdAt(raisedAt - 1), 5_000);
        vm.assertEq(governor.approvalThresholdAt(raisedAt), 9_000);
    }

    function test_aHigherThresholdOverturnsNothing() public {
        uint256 id = _split();
        _assertState(id, IGovernor.ProposalState.Succeeded);
        _decide(address(governor), abi.encodeCall(governor.setApprovalThreshold, (9_000)));
        _assertState(id, IGovernor.ProposalState.Succeeded);
        _queue(_exitDelay(3 days));
        _assertState(id, IGovernor.ProposalState.Queued);
    }

    function test_aHigherQuorumOverturnsNothing() public {
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(MINORITY, id, FOR);
        _toResult(id);
        _decide(address(governor), abi.encodeCall(governor.updateQuorumNumerator, (50)));
        _stake(STRANGER, 1e30);
        cheats.warp(governor.clock() + 1);
        _assertState(id, IGovernor.ProposalState.Succeeded);
    }

    // -- whose votes

    function test_votesAreThoseBeforeTheVoteBegan() public {
        uint256 id = _propose(_exitDelay(3 days));
        uint256 snapshot = governor.proposalSnapshot(id);
        cheats.warp(snapshot);
        _stake(address(0xE1), 5 ether);
        cheats.warp(snapshot + 1);
        _stake(address(0xE2), 5 ether);
        _stake(address(0xE1), 5 ether);
        _vote(address(0xE1), id, FOR);
        _vote(address(0xE2), id, FOR);
        _assertVotes(id, 0, 5 ether, 0);
    }

    function test_nobodyVotesTwice() public {
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(MINORITY, id, FOR);
        _expect(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, MINORITY));
        _vote(MINORITY, id, FOR);
        vm.expectRevert(IGovernor.GovernorInvalidVoteType.selector);
        _vote(MAJORITY, id, 3);
        _assertVotes(id, 0, 4_000_000 ether, 0);
    }

    /// @dev Even where leaving takes no time, what has voted does not vote again in other hands.
    function test_stakeThatMovedVotesOnce() public {
        _setExitDelay(0);
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(MINORITY, id, FOR);
        cheats.startPrank(MINORITY);
        staked.exit(staked.requestExit(4_000_000 ether), MINORITY);
        tora.approve(address(staked), 4_000_000 ether);
        staked.stake(4_000_000 ether, STRANGER);
        cheats.stopPrank();
        cheats.warp(governor.clock() + 1);
        _vote(STRANGER, id, FOR);
        _assertVotes(id, 0, 4_000_000 ether, 0);
    }

    function test_votesGoWithTheDelegation() public {
        vm.prank(MINORITY);
        staked.delegate(STRANGER);
        uint256 id = _propose(_exitDelay(3 days));
        _toVoting(id);
        vm.prank(MINORITY);
        staked.delegate(MINORITY);
        _vote(STRANGER, id, AGAINST);
        _vote(MINORITY, id, FOR);
        _assertVotes(id, 4_000_000 ether, 0, 0);
    }

    // -- borrowed TORA

    /// @dev As it is deployed: who stakes a loan cannot give it back.
    function test_flashLoanCannotLeaveInTime() public {
        _openLender();
        _expect(abi.encodeWithSelector(IStakedTora.ExitNotReady.selector, START + 1 + EXIT_DELAY, START + 1));
        lender.lend(tora, voter, "");
    }

    /// @dev Even where leaving takes no time, a loan proposes nothing.
    function test_flashLoanProposesNothing() public {
        _openLender();
        _setExitDelay(0);
        Proposal memory p = _exitDelay(3 days);
        bytes memory action =
            abi.encodeCall(governor.propose, (p.targets, p.values, p.calldatas, p.description));
        _expect(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, voter, 0, THRESHOLD)
        );
        lender.lend(tora, voter, action);
    }

    /// @dev And votes with nothing: neither in the second at which votes are counted, nor while they are cast.
    function test_flashLoanVotesWithNothing() public {
        _openLender();
        _setExitDelay(0);
        uint256 id = _propose(_exitDelay(3 days));
        cheats.warp(governor.proposalSnapshot(id));
        lender.lend(tora, voter, "");
        _toVoting(id);
        lender.lend(tora, voter, abi.encodeCall(governor.castVote, (id, FOR)));
        vm.assertTrue(governor.hasVoted(id, address(voter)), "did not vote");
        _assertVotes(id, 0, 0, 0);
        vm.assertEq(tora.balanceOf(address(lender)), 1e27);
    }

    // -- votes by signature

    function test_aSignedVoteCountsOnce() public {
        (uint256 id, bytes memory signature) = _signedVote();
        address signer = cheats.addr(KEY);
        governor.castVoteBySig(id, FOR, signer, signature);
        _assertVotes(id, 0, 5 ether, 0);
        _expectInvalid(signer);
        governor.castVoteBySig(id, FOR, signer, signature);
    }

    function test_aSignatureIsForOneVoteOnOneChain() public {
        (uint256 id, bytes memory signature) = _signedVote();
        address signer = cheats.addr(KEY);
        _expectInvalid(signer);
        governor.castVoteBySig(id, AGAINST, signer, signature);
        _expectInvalid(STRANGER);
        governor.castVoteBySig(id, FOR, STRANGER, signature);
        cheats.chainId(block.chainid + 1);
        _expectInvalid(signer);
        governor.castVoteBySig(id, FOR, signer, signature);
    }

    /// @dev Of a proposal that both have, on the same chain.
    function test_aSignatureIsForOneGovernor() public {
        (uint256 id, bytes memory signature) = _signedVote();
        ToraGovernor other = _governor(_settings());
        Proposal memory p = _exitDelay(3 days);
        vm.prank(PROPOSER);
        vm.assertEq(other.propose(p.targets, p.values, p.calldatas, p.description), id);
        cheats.warp(other.proposalSnapshot(id) + 1);
        address signer = cheats.addr(KEY);
        _expectInvalid(signer);
        other.castVoteBySig(id, FOR, signer, signature);
    }

    function test_aSignedVoteHasNoParameters() public {
        (uint256 id, bytes memory signature) = _signedVote();
        address signer = cheats.addr(KEY);
        vm.expectRevert(IToraGovernor.NoVoteParameters.selector);
        governor.castVoteWithReasonAndParamsBySig(id, FOR, signer, "", "", signature);
        _assertVotes(id, 0, 0, 0);
    }

    // -- helpers

    /// @dev A vote that ends 58 to 42 for it.
    function _split() private returns (uint256 id) {
        id = _propose(_exitDelay(3 days));
        _toVoting(id);
        _vote(MAJORITY, id, FOR);
        _vote(MINORITY, id, AGAINST);
        _toResult(id);
    }

    function _assertVotes(uint256 id, uint256 noes, uint256 ayes, uint256 abstentions) private view {
        (uint256 against, uint256 pro, uint256 abstained) = governor.proposalVotes(id);
        vm.assertEq(against, noes);
        vm.assertEq(pro, ayes);
        vm.assertEq(abstained, abstentions);
    }

    function _setExitDelay(uint256 delay) private {
        vm.prank(address(timelock));
        staked.setExitDelay(delay);
    }

    function _openLender() private {
        lender = new FlashLender();
        voter = new FlashVoter(governor, staked);
        tora.mint(address(lender), 1e27);
    }

    function _signedVote() private returns (uint256 id, bytes memory) {
        address signer = cheats.addr(KEY);
        _stake(signer, 5 ether);
        id = _propose(_exitDelay(3 days));
        _toVoting(id);
        bytes32 ballot =
            keccak256(abi.encode(governor.BALLOT_TYPEHASH(), id, FOR, signer, governor.nonces(signer)));
        (uint8 v, bytes32 r, bytes32 s) =
            cheats.sign(KEY, keccak256(abi.encodePacked(hex"1901", _domain(), ballot)));
        return (id, abi.encodePacked(r, s, v));
    }

    /// @dev As a wallet would make it.
    function _domain() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("ToraGovernor"),
                keccak256("1"),
                block.chainid,
                address(governor)
            )
        );
    }

    function _expectInvalid(address signer) private {
        _expect(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, signer));
    }
}
