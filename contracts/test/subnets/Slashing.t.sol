// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IGlobalTrust} from "../../src/interfaces/subnets/IGlobalTrust.sol";
import {Hyperparameters} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Withheld reveals, pardons, and trust over all subnets.
contract SlashingTest is SubnetTest {
    bytes private weights = abi.encodePacked(uint16(1), uint16(2));

    function setUp() public override {
        super.setUp();
        _addMiners(2);
        _addValidators(4);
        _toNextEpoch();
    }

    function testAWithheldRevealIsSlashed() public {
        _withhold(1);
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE * 99 / 100);
        vm.assertEq(pool.validatorOf(_validator(1)).assets, STAKE);
        vm.assertEq(trust.trustOf(_validator(0)), 9_500);
        // The slash feeds the emissions.
        vm.assertEq(tora.balanceOf(address(emissions)), 1_000_000 ether + STAKE / 100 + 2 ether);
    }

    function testWhoDidNotCommitIsNotSlashed() public {
        _voteAll(3, weights);
        _aggregate();
        vm.assertEq(pool.validatorOf(_validator(3)).assets, STAKE);
    }

    function testAnEpochIsSlashedForOnce() public {
        _withhold(1);
        cheats.expectPartialRevert(bytes4(keccak256("AlreadyAggregated(uint64)")));
        subnet.aggregateScores("", 0);
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE * 99 / 100);
    }

    function testScoresOneByOneAreWithheldToo() public {
        _toCommit();
        cheats.startPrank(_validator(0));
        subnet.submitScore(0, 0, subnet.scoreCommitmentOf(_validator(0), 2, 0, 5, "salt"));
        subnet.submitScore(1, 0, subnet.scoreCommitmentOf(_validator(0), 2, 1, 6, "salt"));
        cheats.stopPrank();
        for (uint256 i = 1; i < 4; ++i) {
            _commit(_validator(i), weights);
        }
        _toReveal();
        vm.prank(_validator(0));
        subnet.revealScore(0, 5, "salt");
        for (uint256 i = 1; i < 4; ++i) {
            _reveal(_validator(i), weights);
        }
        _toAggregate();
        _aggregate();
        // Half of a vector is no vector: it does not count, and it is slashed.
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE * 99 / 100);
        (, uint256[] memory trusts) = consensus.voices();
        vm.assertEq(trusts[0], 0);
    }

    /// @dev The sequencer was down during the reveals: nobody got one in, nobody is slashed.
    function testAnOutageDuringTheRevealsIsPardoned() public {
        _toCommit();
        for (uint256 i = 0; i < 4; ++i) {
            _commit(_validator(i), weights);
        }
        _toAggregate();
        _aggregate();
        for (uint256 i = 0; i < 4; ++i) {
            vm.assertEq(pool.validatorOf(_validator(i)).assets, STAKE);
            vm.assertEq(trust.trustOf(_validator(i)), 10_000);
        }
    }

    /// @dev It went down after one of four had revealed: less than the quorum of stake, pardoned as well.
    function testAnOutageAmidTheRevealsIsPardoned() public {
        _withhold(3);
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE);
    }

    function testExactlyTheQuorumIsEnoughToSlash() public {
        _withhold(2);
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE * 99 / 100);
        vm.assertEq(pool.validatorOf(_validator(1)).assets, STAKE * 99 / 100);
    }

    function testAPauseInTheEpochIsPardoned() public {
        _toCommit();
        for (uint256 i = 0; i < 4; ++i) {
            _commit(_validator(i), weights);
        }
        _toReveal();
        for (uint256 i = 1; i < 4; ++i) {
            _reveal(_validator(i), weights);
        }
        vm.prank(GUARDIAN);
        subnet.pause();
        cheats.expectPartialRevert(bytes4(keccak256("EnforcedPause()")));
        this.reveal(_validator(0));
        _toAggregate();
        vm.prank(GUARDIAN);
        subnet.unpause();
        _aggregate();
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE);
    }

    function testAPauseOverSeveralEpochsIsPardoned() public {
        vm.prank(GUARDIAN);
        subnet.pause();
        _toNextEpoch();
        _toNextEpoch();
        vm.prank(GUARDIAN);
        subnet.unpause();
        _withhold(1);
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE);
        _toNextEpoch();
        _withhold(1);
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE * 99 / 100);
    }

    /// @dev A slash in the first subnet lowers the validator's weight in the second.
    function testASlashLowersTheWeightElsewhere() public {
        Hyperparameters memory h = factory.defaults();
        h.trustPenalty = 2_000;
        subnet.setHyperparameters(h);
        uint256 second = _create("second");
        _use(second);
        _addMiners2();
        _addValidators(2);
        _use(1);
        _toNextEpoch();
        _withhold(1);
        vm.assertEq(trust.trustOf(_validator(0)), 8_000);
        _use(second);
        cheats.roll(subnet.startOf(subnet.currentEpoch() + 1));
        _voteAll(2, weights);
        _aggregate();
        (uint256[] memory stake,) = consensus.voices();
        vm.assertEq(stake[0], (uint256(8_000) << 32) / 18_000);
        vm.assertEq(stake[1], (uint256(10_000) << 32) / 18_000);
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE);
    }

    function testTrustComesBackByTheRule() public {
        vm.prank(address(subnet));
        trust.penalise(_validator(0), 500);
        vm.assertEq(trust.trustOf(_validator(0)), 9_500);
        cheats.warp(block.timestamp + 1 days);
        vm.assertEq(trust.trustOf(_validator(0)), 9_600);
        cheats.warp(block.timestamp + 3.5 days);
        vm.assertEq(trust.penaltyOf(_validator(0), address(subnet)), 50);
        cheats.warp(block.timestamp + 1 days);
        vm.assertEq(trust.trustOf(_validator(0)), 10_000);
    }

    function testOneSubnetTakesNoMoreThanItsCap() public {
        for (uint256 i = 0; i < 10; ++i) {
            vm.prank(address(subnet));
            trust.penalise(_validator(0), 10_000);
        }
        vm.assertEq(trust.trustOf(_validator(0)), 7_500);
    }

    function testFuzzTrustStaysWithinItsBounds(uint16[12] memory penalties, uint32[12] memory waits) public {
        for (uint256 i = 0; i < 12; ++i) {
            vm.prank(address(subnet));
            trust.penalise(_validator(0), penalties[i] % 10_001);
            uint256 held = trust.trustOf(_validator(0));
            vm.assertTrue(held >= 7_500 && held <= 10_000, "out of bounds");
            cheats.warp(block.timestamp + waits[i]);
            vm.assertTrue(trust.trustOf(_validator(0)) >= held, "trust fell by itself");
        }
    }

    function testOnlySubnetsReportAndOnlyOfWhoAgreed() public {
        cheats.expectRevert(abi.encodeWithSelector(IGlobalTrust.NotReporter.selector, address(this)));
        trust.penalise(_validator(0), 1);
        cheats.expectRevert(
            abi.encodeWithSelector(IGlobalTrust.NotAuthorizedBy.selector, address(0xAA), address(subnet))
        );
        vm.prank(address(subnet));
        trust.penalise(address(0xAA), 1);
        cheats.expectRevert(abi.encodeWithSelector(IGlobalTrust.NotReporter.selector, address(0xBB)));
        trust.authorize(address(0xBB));
        cheats.expectRevert(abi.encodeWithSelector(IGlobalTrust.NotRegistry.selector, address(0xCC)));
        vm.prank(address(0xCC));
        trust.setReporter(address(0xCC), true);
    }

    /// @dev The owner cuts a lying subnet off and forgives; the subnet's epochs go on.
    function testASubnetThatIsCutOffGoesOn() public {
        _withhold(1);
        registry.retire(1);
        trust.forgive(_validator(0), address(subnet));
        vm.assertEq(trust.trustOf(_validator(0)), 10_000);
        _toNextEpoch();
        _withhold(1);
        vm.assertEq(consensus.lastAggregated(), 3);
        vm.assertEq(trust.trustOf(_validator(0)), 10_000);
    }

    function testAPenaltyCannotBeShakenOff() public {
        vm.prank(address(subnet));
        trust.penalise(_validator(0), 500);
        cheats.expectPartialRevert(IGlobalTrust.PenaltyOutstanding.selector);
        vm.prank(_validator(0));
        trust.revoke(address(subnet));
        cheats.warp(block.timestamp + 5 days);
        vm.prank(_validator(0));
        trust.revoke(address(subnet));
        vm.assertFalse(trust.isAuthorized(_validator(0), address(subnet)), "still judged");
        cheats.expectPartialRevert(IGlobalTrust.NotAuthorizedBy.selector);
        vm.prank(_validator(0));
        trust.revoke(address(subnet));
        // And agreed to again.
        vm.prank(_validator(0));
        trust.authorize(address(subnet));
        vm.prank(_validator(0));
        trust.authorize(address(subnet));
        vm.assertTrue(trust.isAuthorized(_validator(0), address(subnet)), "not judged");
    }

    function testSixteenSubnetsJudgeAtMost() public {
        for (uint256 i = 0; i < 17; ++i) {
            trust.setReporter(address(uint160(0xF00 + i)), true);
        }
        cheats.startPrank(address(0xABC));
        for (uint256 i = 0; i < 16; ++i) {
            trust.authorize(address(uint160(0xF00 + i)));
        }
        cheats.expectRevert(abi.encodeWithSelector(IGlobalTrust.TooManySubnets.selector, 16));
        trust.authorize(address(uint160(0xF10)));
        cheats.stopPrank();
        // All of them together take all trust, and not more.
        for (uint256 i = 0; i < 5; ++i) {
            vm.prank(address(uint160(0xF00 + i)));
            trust.penalise(address(0xABC), 2_500);
        }
        vm.assertEq(trust.trustOf(address(0xABC)), 0);
    }

    function testRulesAreChecked() public {
        cheats.expectRevert(abi.encodeWithSelector(IGlobalTrust.BadRules.selector, 0, 1));
        trust.setRules(0, 1);
        cheats.expectRevert(abi.encodeWithSelector(IGlobalTrust.BadRules.selector, 1, 10_001));
        trust.setRules(1, 10_001);
        trust.setRules(100, 50);
        (uint16 cap, uint16 recovery) = trust.rules();
        vm.assertEq(cap, 100);
        vm.assertEq(recovery, 50);
    }

    function reveal(address validator) external {
        _reveal(validator, weights);
    }

    /// @dev All four commit; the first ones do not reveal.
    function _withhold(uint256 count) private {
        _toCommit();
        for (uint256 i = 0; i < 4; ++i) {
            _commit(_validator(i), weights);
        }
        _toReveal();
        for (uint256 i = count; i < 4; ++i) {
            _reveal(_validator(i), weights);
        }
        _toAggregate();
        _aggregate();
    }

    function _addMiners2() private {
        _addMiner(_miner(0));
        _addMiner(_miner(1));
    }
}
