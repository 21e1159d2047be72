// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Hyperparameters, Stage} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Who takes a place over takes nothing of what its former holder, or a former epoch, left there.
contract FormerHoldersTest is SubnetTest {
    function setUp() public override {
        super.setUp();
        _addMiners(2);
        _addValidators(3);
        _toNextEpoch();
    }

    /// @dev A voice without a reveal is kept for some epochs after one's own reveal, not after another's.
    function testARevealOfTheFormerHolderGivesNoVoice() public {
        _voteAll(3, _weights(1, 3));
        _aggregate();
        vm.prank(_validator(0));
        pool.leave();
        vm.assertEq(_addValidator(_validator(7), STAKE), 0);
        for (uint64 epoch = 3; epoch < 5; ++epoch) {
            _toNextEpoch();
            _voteTwo(_weights(1, 3));
            _aggregate();
            (uint256[] memory stake,) = consensus.voices();
            vm.assertEq(stake[0], 0);
            vm.assertTrue(stake[1] > 0, "who reveals has a voice");
        }
    }

    /// @dev One's own reveal does, as before.
    function testOnesOwnRevealKeepsTheVoice() public {
        _voteAll(3, _weights(1, 3));
        _aggregate();
        _toNextEpoch();
        _voteTwo(_weights(1, 3));
        _aggregate();
        (uint256[] memory stake,) = consensus.voices();
        vm.assertTrue(stake[0] > 0, "its voice is lost");
    }

    /// @dev The newest of all has earned nothing yet, whatever its place did.
    function testIncentivesOfTheFormerHolderProtectNobody() public {
        Hyperparameters memory h = factory.defaults();
        (h.maxMiners, h.immunity) = (2, 0);
        vm.prank(SUBNET_OWNER);
        subnet.setHyperparameters(h);
        _toNextEpoch();
        // Uid 1 earns most.
        _voteAll(3, _weights(1, 3));
        _aggregate();
        vm.prank(_miner(1));
        miners.leave();
        vm.assertEq(_addMiner(_miner(7)), 1);
        _toNextEpoch();
        vm.assertEq(_addMiner(_miner(8)), 1);
        vm.assertEq(miners.minerOf(_miner(0)).account, _miner(0));
    }

    /// @dev With fewer rows than before, medians of the former epoch name rows that are no more.
    function testAViewInTheMiddleOfAnAggregationReadsNothingOfTheFormer() public {
        _voteTwo(_weights(3, 1));
        _aggregate();
        vm.prank(_validator(2));
        pool.leave();
        _toNextEpoch();
        _toAggregate();
        vm.assertTrue(subnet.aggregateScores("", 0) == Stage.Ranks, "another stage");
        (uint256[] memory weights, uint256[] memory ranks) = consensus.ranks();
        vm.assertEq(weights.length + ranks.length, 0);
        (, uint256[] memory trusts) = consensus.voices();
        vm.assertEq(trusts.length, 2);
        vm.assertEq(trusts[1], 0);
    }

    /// @dev An epoch without miners has no trust to tell of.
    function testTrustOfAnEpochWithoutMinersIsNone() public {
        _voteAll(3, _weights(1, 3));
        _aggregate();
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(_miner(i));
            miners.leave();
        }
        _toNextEpoch();
        _toAggregate();
        _aggregate();
        vm.assertEq(consensus.lastAggregated(), 3);
        (, uint256[] memory trusts) = consensus.voices();
        vm.assertEq(trusts[0], 0);
    }

    /// @dev The second validator gives 1 and 3, the third what is given here, and the first says nothing.
    function _voteTwo(bytes memory third) private {
        _toCommit();
        _commit(_validator(1), _weights(1, 3));
        _commit(_validator(2), third);
        _toReveal();
        _reveal(_validator(1), _weights(1, 3));
        _reveal(_validator(2), third);
        _toAggregate();
    }
}
