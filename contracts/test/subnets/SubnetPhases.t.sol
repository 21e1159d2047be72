// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnet} from "../../src/interfaces/subnets/ISubnet.sol";
import {ISubnetClock} from "../../src/interfaces/subnets/ISubnetClock.sol";
import {Hyperparameters, Phase, Phases} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Boundaries of the phases, with the protocol's defaults, and changes of hyperparameters.
contract SubnetPhasesTest is SubnetTest {
    bytes private weights = abi.encodePacked(uint16(1), uint16(2));

    function setUp() public override {
        super.setUp();
        _addMiners(2);
        _addValidators(2);
        _toNextEpoch();
    }

    function testPhasesAtTheirBoundaries() public {
        _expectPhase(0, Phase.Query, 1000);
        _expectPhase(1000, Phase.Query, 0);
        _expectPhase(1001, Phase.Commit, 49);
        _expectPhase(1050, Phase.Commit, 0);
        _expectPhase(1051, Phase.Reveal, 49);
        _expectPhase(1100, Phase.Reveal, 0);
        _expectPhase(1101, Phase.Aggregate, 0);
        _to(1102);
        (uint64 epoch, Phase phase,) = subnet.phaseNow();
        vm.assertEq(epoch, 3);
        vm.assertTrue(phase == Phase.Query, "the next epoch starts regardless");
    }

    function testCommitsFrom1001To1050Only() public {
        bytes32 commitment = subnet.commitmentOf(_validator(0), 2, weights, "salt");
        _to(1000);
        _expectWrongPhase();
        this.commitAs(_validator(0), commitment);
        _to(1001);
        this.commitAs(_validator(0), commitment);
        _to(1050);
        this.commitAs(_validator(0), commitment);
        _to(1051);
        _expectWrongPhase();
        this.commitAs(_validator(0), commitment);
    }

    function testRevealsFrom1051To1100Only() public {
        _toCommit();
        _commit(_validator(0), weights);
        _commit(_validator(1), weights);
        _to(1050);
        _expectWrongPhase();
        this.revealAs(_validator(0));
        _to(1051);
        this.revealAs(_validator(0));
        _to(1100);
        this.revealAs(_validator(1));
        _to(1101);
        _expectWrongPhase();
        this.revealAs(_validator(1));
    }

    function testAggregatesFrom1101UntilTheNextReveals() public {
        _to(1100);
        cheats.expectPartialRevert(ISubnet.AggregationClosed.selector);
        subnet.aggregateScores("", 0);
        _to(1101);
        subnet.aggregateScores("", 0);
        uint256 next = subnet.startOf(3);
        cheats.roll(next + 1050);
        subnet.aggregateScores("", 0);
        cheats.roll(next + 1051);
        cheats.expectPartialRevert(ISubnet.AggregationClosed.selector);
        subnet.aggregateScores("", 0);
    }

    function testHyperparametersChangeWithTheNextEpoch() public {
        Hyperparameters memory h = factory.defaults();
        h.phases = Phases(10, 20, 30, 40);
        vm.prank(SUBNET_OWNER);
        subnet.setHyperparameters(h);
        vm.assertEq(subnet.hyperparametersOf(2).phases.length, 1102);
        vm.assertEq(subnet.hyperparametersOf(3).phases.length, 40);
        // Set once more in the same epoch: the former never counts.
        h.phases.length = 50;
        subnet.setHyperparameters(h);
        uint256 start = subnet.startOf(3);
        _to(1101);
        vm.assertEq(subnet.currentEpoch(), 2);
        cheats.roll(start);
        vm.assertEq(subnet.currentEpoch(), 3);
        cheats.roll(start + 149);
        vm.assertEq(subnet.currentEpoch(), 5);
        vm.assertEq(subnet.startOf(5), start + 100);
        vm.assertEq(subnet.startOf(2), start - 1102);
    }

    function testFuzzTheClockNeverGoesBack(uint16[8] memory lengths, uint16[8] memory waits) public {
        uint256 last = 0;
        for (uint256 i = 0; i < 8; ++i) {
            Hyperparameters memory h = factory.defaults();
            h.phases = Phases(1, 2, 3, 4 + uint32(lengths[i]));
            subnet.setHyperparameters(h);
            cheats.roll(block.number + waits[i]);
            uint64 epoch = subnet.currentEpoch();
            vm.assertTrue(epoch >= last, "an epoch came back");
            uint256 start = subnet.startOf(epoch);
            vm.assertTrue(start <= block.number, "an epoch began in the future");
            vm.assertTrue(block.number < subnet.startOf(epoch + 1), "an epoch lasts too long");
            last = epoch;
        }
    }

    function testOutOfBoundsIsRefused() public {
        Hyperparameters memory h = factory.defaults();
        h.phases.reveal = h.phases.commit;
        _expectBounds("phases.reveal", 1001, 1002, 1_000_000);
        subnet.setHyperparameters(h);
        h = factory.defaults();
        h.kappa = 13_106;
        _expectBounds("kappa", 13_106, 13_107, 52_428);
        subnet.setHyperparameters(h);
        h = factory.defaults();
        h.slashRate = 5_001;
        _expectBounds("slashRate", 5_001, 0, 5_000);
        subnet.setHyperparameters(h);
        h = factory.defaults();
        h.unbondingEpochs = 1;
        _expectBounds("unbondingEpochs", 1, 2, 1_000);
        subnet.setHyperparameters(h);
        h = factory.defaults();
        h.maxValidators = 65;
        _expectBounds("maxValidators", 65, 1, 64);
        subnet.setHyperparameters(h);
    }

    function testOnlyOwnersSetHyperparameters() public {
        Hyperparameters memory h = factory.defaults();
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NotSubnetOwner.selector, address(0xBAD)));
        vm.prank(address(0xBAD));
        subnet.setHyperparameters(h);
        vm.prank(SUBNET_OWNER);
        subnet.setSubnetOwner(address(0x51));
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NotSubnetOwner.selector, SUBNET_OWNER));
        vm.prank(SUBNET_OWNER);
        subnet.setHyperparameters(h);
        cheats.expectRevert(abi.encodeWithSelector(ISubnet.NoSubnetOwner.selector));
        subnet.setSubnetOwner(address(0));
    }

    function testThereIsNoEpochZero() public {
        cheats.expectRevert(abi.encodeWithSelector(ISubnetClock.NoSuchEpoch.selector, 0));
        subnet.startOf(0);
    }

    function commitAs(address validator, bytes32 commitment) external {
        vm.prank(validator);
        subnet.commitScores(commitment);
    }

    function revealAs(address validator) external {
        _reveal(validator, weights);
    }

    function _expectPhase(uint256 offset, Phase expected, uint256 blocksLeft) private {
        cheats.roll(subnet.startOf(2) + offset);
        (uint64 epoch, Phase phase, uint32 left) = subnet.phaseNow();
        vm.assertEq(epoch, 2);
        vm.assertTrue(phase == expected, "another phase");
        vm.assertEq(left, blocksLeft);
    }

    function _expectWrongPhase() private {
        cheats.expectPartialRevert(ISubnet.WrongPhase.selector);
    }

    function _expectBounds(bytes32 name, uint256 value, uint256 least, uint256 most) private {
        cheats.expectRevert(
            abi.encodeWithSelector(ISubnetClock.OutOfBounds.selector, name, value, least, most)
        );
    }
}
