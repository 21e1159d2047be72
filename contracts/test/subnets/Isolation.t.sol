// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../src/interfaces/subnets/IEmissionManager.sol";
import {IGlobalTrust} from "../../src/interfaces/subnets/IGlobalTrust.sol";
import {ISubnetRegistry} from "../../src/interfaces/subnets/ISubnetRegistry.sol";
import {BurningSubnet, LyingConsensus, LyingSubnet, RevertingSubnet} from "./support/BrokenSubnets.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice A failure in one subnet cannot touch another: one whose code reverts, burns all gas, or lies.
contract IsolationTest is SubnetTest {
    uint256 private second;

    function setUp() public override {
        super.setUp();
        second = _create("second");
        emissions.setWeight(second, 100);
        for (uint256 id = 1; id <= 2; ++id) {
            _use(id);
            _addMiners(2);
            _addValidators(3);
        }
        _toNextEpoch();
    }

    function testARevertingSubnetDisturbsNobody() public {
        _break(address(new RevertingSubnet()));
        _epochOfTheSecond();
    }

    function testABurningSubnetDisturbsNobody() public {
        _break(address(new BurningSubnet()));
        _epochOfTheSecond();
    }

    /// @dev It pays out its own pools to whom it likes, once, and nothing else.
    function testALyingSubnetRobsItselfOnly() public {
        _use(1);
        _voteAll(3, _weights(1, 2));
        _aggregate();
        uint256 reserved = emissions.reserved();
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 2);
        consensus.upgradeToAndCall(address(new LyingConsensus()), "");
        uint256 paid = emissions.claimRewards(1, 2, address(0xBAD));
        vm.assertEq(paid, uint256(pools.miners) + pools.validators);
        vm.assertEq(emissions.reserved(), reserved - paid);
        cheats.expectPartialRevert(IEmissionManager.BeyondPool.selector);
        emissions.claimRewards(1, 2, address(0xBAD2));
        cheats.expectPartialRevert(IEmissionManager.BeyondPool.selector);
        emissions.claimDelegation(1, 2, address(0xBAD2), address(0xBAD));
        _epochOfTheSecond();
    }

    function testALyingSubnetGetsItsOwnEmissionOnly() public {
        _use(1);
        address implementation = address(new LyingSubnet(second));
        subnet.upgradeToAndCall(implementation, "");
        LyingSubnet liar = LyingSubnet(address(subnet));
        // In the name of another it gets nothing.
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NotSubnet.selector, address(liar)));
        liar.allocate(emissions, 1);
        subnet.upgradeToAndCall(address(new LyingSubnet(1)), "");
        uint256 owed = emissions.accountOf(1).owed;
        liar.allocate(emissions, 1);
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 1);
        vm.assertTrue(uint256(pools.miners) + pools.validators <= owed, "more than it had coming");
        cheats.expectPartialRevert(IEmissionManager.EpochNotNew.selector);
        liar.allocate(emissions, 1);
        // As many epochs as it likes: there is nothing more.
        liar.allocate(emissions, 2);
        vm.assertEq(emissions.poolsOf(1, 2).miners, 0);
        _epochOfTheSecond();
    }

    /// @dev It slanders validators: a quarter of trust from those that agreed to it, nothing from others.
    function testALyingSubnetTakesTrustUpToItsCap() public {
        _use(1);
        subnet.upgradeToAndCall(address(new LyingSubnet(1)), "");
        LyingSubnet liar = LyingSubnet(address(subnet));
        for (uint256 i = 0; i < 5; ++i) {
            liar.penalise(trust, _validator(0));
        }
        vm.assertEq(trust.trustOf(_validator(0)), 7_500);
        cheats.expectPartialRevert(IGlobalTrust.NotAuthorizedBy.selector);
        liar.penalise(trust, address(0xCAFE));
        registry.retire(1);
        cheats.expectPartialRevert(IGlobalTrust.NotReporter.selector);
        liar.penalise(trust, _validator(1));
    }

    function _break(address implementation) private {
        ISubnetRegistry.Subnet memory made = registry.subnetOf(1);
        _use(1);
        subnet.upgradeToAndCall(implementation, "");
        consensus.upgradeToAndCall(implementation, "");
        pool.upgradeToAndCall(implementation, "");
        miners.upgradeToAndCall(implementation, "");
        desk.upgradeToAndCall(implementation, "");
        vm.assertEq(made.subnet, address(subnet));
    }

    /// @dev An epoch, claims of all kinds, and every governed act, with the first subnet broken.
    function _epochOfTheSecond() private {
        _use(second);
        cheats.roll(subnet.startOf(subnet.currentEpoch() + 1));
        uint64 epoch = subnet.currentEpoch();
        _voteAll(3, _weights(1, 2));
        _aggregate();
        vm.assertTrue(emissions.claimRewards(second, epoch, _miner(0)) > 0, "a miner was not paid");
        vm.assertTrue(emissions.claimRewards(second, epoch, _validator(0)) > 0, "a validator was not paid");
        vm.assertTrue(emissions.claimOwner(second) > 0, "the owner was not paid");
        emissions.claimTreasury();
        emissions.setWeight(1, 0);
        emissions.setWeight(second, 7);
        registry.retire(1);
        vm.assertTrue(_create("third") == 3, "no further subnet");
    }
}
