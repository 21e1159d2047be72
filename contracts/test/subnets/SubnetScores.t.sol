// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnet} from "../../src/interfaces/subnets/ISubnet.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Commitments and reveals.
contract SubnetScoresTest is SubnetTest {
    bytes private weights = abi.encodePacked(uint16(100), uint16(200), uint16(300));

    function setUp() public override {
        super.setUp();
        _addMiners(3);
        _addValidators(3);
        _toNextEpoch();
    }

    function testARevealIsWrittenDown() public {
        _voteAll(1, weights);
        uint256[] memory written = subnet.weightsOf(0);
        vm.assertEq(written[0], 100);
        vm.assertEq(written[2], 300);
        (, uint64 committedIn, uint64 revealedIn, uint32 sum,) = subnet.ballotOf(0);
        vm.assertEq(committedIn, 2);
        vm.assertEq(revealedIn, 2);
        vm.assertEq(sum, 600);
    }

    /// @dev The copier has the commitment of another, and its reveal too: neither is of use.
    function testACopiedCommitmentCannotBeRevealed() public {
        _toCommit();
        bytes32 commitment = subnet.commitmentOf(_validator(0), 2, weights, _salt(_validator(0)));
        vm.prank(_validator(0));
        subnet.commitScores(commitment);
        vm.prank(_validator(1));
        subnet.commitScores(commitment);
        _toReveal();
        _reveal(_validator(0), weights);
        cheats.expectPartialRevert(ISubnet.WrongReveal.selector);
        vm.prank(_validator(1));
        subnet.revealScores(weights, _salt(_validator(0)));
    }

    function testACommitmentBindsEpochSubnetAndChain() public {
        bytes32 here = subnet.commitmentOf(_validator(0), 2, weights, "salt");
        vm.assertTrue(here != subnet.commitmentOf(_validator(0), 3, weights, "salt"), "epoch");
        vm.assertTrue(here != subnet.commitmentOf(_validator(1), 2, weights, "salt"), "validator");
        vm.assertTrue(here != subnet.commitmentOf(_validator(0), 2, weights, "other"), "salt");
        bytes memory other = abi.encodePacked(uint16(100), uint16(200), uint16(301));
        vm.assertTrue(here != subnet.commitmentOf(_validator(0), 2, other, "salt"), "weights");
        // The same vector with an explicit zero behind is another commitment, of the same meaning.
        other = abi.encodePacked(weights, uint16(0));
        vm.assertTrue(here != subnet.commitmentOf(_validator(0), 2, other, "salt"), "length");
        _use(_create("second"));
        vm.assertTrue(here != subnet.commitmentOf(_validator(0), 2, weights, "salt"), "subnet");
    }

    function testACommitmentOfAnEarlierEpochIsNone() public {
        _toCommit();
        _commit(_validator(0), weights);
        _toNextEpoch();
        _toReveal();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NothingCommitted.selector, 3, _validator(0)));
        this.reveal(_validator(0), weights);
    }

    function testARevealIsMadeOnce() public {
        _voteAll(1, weights);
        _toReveal();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NothingCommitted.selector, 2, _validator(0)));
        this.reveal(_validator(0), weights);
    }

    function testAChangedRevealIsRefused() public {
        _toCommit();
        _commit(_validator(0), weights);
        _toReveal();
        cheats.expectPartialRevert(ISubnet.WrongReveal.selector);
        this.reveal(_validator(0), abi.encodePacked(uint16(101), uint16(200), uint16(300)));
    }

    function testOnlyValidatorsOfTheEpochCommit() public {
        _addValidator(_validator(9), STAKE);
        _toCommit();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NotValidator.selector, _validator(9), 2));
        vm.prank(_validator(9));
        subnet.commitScores(bytes32(uint256(7)));
    }

    function testEmptyCommitmentsAndBadLengthsAreRefused() public {
        _toCommit();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.EmptyCommitment.selector));
        vm.prank(_validator(0));
        subnet.commitScores(0);
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.EmptyCommitment.selector));
        vm.prank(_validator(0));
        subnet.commitScores(bytes32(uint256(1)));
        _toReveal();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.BadLength.selector, 3));
        vm.prank(_validator(0));
        subnet.revealScores(hex"010203", 0);
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.BadLength.selector, 514));
        vm.prank(_validator(0));
        subnet.revealScores(new bytes(514), 0);
    }

    function testScoresOfWhoIsNotThereDoNotCount() public {
        // Uid 3 registers in this epoch and takes part in the next one.
        _addMiner(_miner(3));
        bytes memory more = abi.encodePacked(weights, uint16(400), uint16(500));
        _voteAll(1, more);
        vm.assertEq(subnet.weightsOf(0)[3], 0);
        vm.assertEq(subnet.weightsOf(0)[4], 0);
        (,,, uint32 sum,) = subnet.ballotOf(0);
        vm.assertEq(sum, 600);
    }

    function testAValidatorCannotScoreItsOwnMiner() public {
        _addMiner(_validator(0));
        _toNextEpoch();
        _voteAll(2, abi.encodePacked(weights, uint16(60_000)));
        vm.assertEq(subnet.weightsOf(0)[3], 0);
        vm.assertEq(subnet.weightsOf(1)[3], 60_000);
    }

    function testFuzzScoresAreWrittenAsGiven(uint16[40] memory scores, uint8 length) public {
        _addMinersFrom(3, 37);
        _toNextEpoch();
        uint256 count = length % 41;
        bytes memory packed;
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            packed = abi.encodePacked(packed, scores[i]);
            sum += scores[i];
        }
        _voteAll(1, packed);
        uint256[] memory written = subnet.weightsOf(0);
        for (uint256 i = 0; i < 256; ++i) {
            vm.assertEq(written[i], i < count ? scores[i] : 0);
        }
        (,,, uint32 weightSum,) = subnet.ballotOf(0);
        vm.assertEq(weightSum, sum);
    }

    function testScoresOneByOne() public {
        _submit(_validator(0), 0, 100);
        _submit(_validator(0), 1, 200);
        _submit(_validator(0), 2, 300);
        _toReveal();
        _revealOne(_validator(0), 2, 300);
        _revealOne(_validator(0), 0, 100);
        (,,,, uint16 open) = subnet.ballotOf(0);
        vm.assertEq(open, 1);
        _revealOne(_validator(0), 1, 200);
        uint256[] memory written = subnet.weightsOf(0);
        vm.assertEq(written[0], 100);
        vm.assertEq(written[1], 200);
        vm.assertEq(written[2], 300);
        (,, uint64 revealedIn, uint32 sum, uint16 left) = subnet.ballotOf(0);
        vm.assertEq(revealedIn, 2);
        vm.assertEq(sum, 600);
        vm.assertEq(left, 0);
    }

    function testScoresOneByOneForgetTheEpochBefore() public {
        _voteAll(1, weights);
        _toNextEpoch();
        _submit(_validator(0), 1, 7);
        _toReveal();
        _revealOne(_validator(0), 1, 7);
        vm.assertEq(subnet.weightsOf(0)[0], 0);
        vm.assertEq(subnet.weightsOf(0)[1], 7);
    }

    function testAScoreInTheOpenIsRefused() public {
        _toCommit();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.ScoreMustBeHidden.selector, 5));
        vm.prank(_validator(0));
        subnet.submitScore(0, 5, "hash");
    }

    function testBothWaysAtOnceAreRefused() public {
        _submit(_validator(0), 0, 100);
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.MixedCommitments.selector, 2));
        this.commit(_validator(0), weights);
        _commit(_validator(1), weights);
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.MixedCommitments.selector, 2));
        vm.prank(_validator(1));
        subnet.submitScore(0, 0, "hash");
    }

    function testAScoreOfNobodyIsRefused() public {
        _toCommit();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NoSuchMiner.selector, 3));
        vm.prank(_validator(0));
        subnet.submitScore(3, 0, "hash");
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NoSuchMiner.selector, 256));
        vm.prank(_validator(0));
        subnet.submitScore(256, 0, "hash");
    }

    function testAScoreIsRevealedOnceAndAsCommitted() public {
        _submit(_validator(0), 0, 100);
        _toReveal();
        cheats.expectPartialRevert(ISubnet.WrongReveal.selector);
        this.revealOne(_validator(0), 0, 101);
        _revealOne(_validator(0), 0, 100);
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NothingCommitted.selector, 2, _validator(0)));
        this.revealOne(_validator(0), 0, 100);
    }

    function reveal(address validator, bytes calldata given) external {
        _reveal(validator, given);
    }

    function commit(address validator, bytes calldata given) external {
        _commit(validator, given);
    }

    function revealOne(address validator, uint16 uid, uint16 score) external {
        _revealOne(validator, uid, score);
    }

    function _submit(address validator, uint16 uid, uint16 score) private {
        _toCommit();
        uint64 epoch = subnet.currentEpoch();
        bytes32 commitment = subnet.scoreCommitmentOf(validator, epoch, uid, score, _salt(validator));
        vm.prank(validator);
        subnet.submitScore(uid, 0, commitment);
    }

    function _revealOne(address validator, uint16 uid, uint16 score) private {
        vm.prank(validator);
        subnet.revealScore(uid, score, _salt(validator));
    }

    function _addMinersFrom(uint256 from, uint256 count) private {
        for (uint256 i = from; i < from + count; ++i) {
            _addMiner(_miner(i));
        }
    }
}
