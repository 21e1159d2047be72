// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IMinerRegistry} from "../../src/interfaces/subnets/IMinerRegistry.sol";
import {Hyperparameters} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Miners come, move, leave and give way.
contract MinerRegistryTest is SubnetTest {
    function testAMinerTakesPartFromTheNextEpoch() public {
        uint16 uid = _addMiner(_miner(0));
        vm.assertEq(uid, 0);
        (bool found,) = miners.uidOf(_miner(0), 1);
        vm.assertFalse(found, "at once");
        (found,) = miners.uidOf(_miner(0), 2);
        vm.assertTrue(found, "never");
        vm.assertEq(miners.accountOf(0, 2), _miner(0));
        vm.assertEq(miners.accountOfSigner(_miner(0)), _miner(0));
        IMinerRegistry.Miner memory miner = miners.minerOf(_miner(0));
        vm.assertEq(miner.since, 2);
        vm.assertEq(miner.endpoint, "http://127.0.0.1:8091");
        vm.assertEq(miners.miners().length, 1);
        // The fee went to the emissions.
        vm.assertEq(tora.balanceOf(address(emissions)), 1_000_001 ether);
    }

    function testLeavingFreesThePlace() public {
        _addMiners(2);
        _toNextEpoch();
        vm.prank(_miner(0));
        miners.leave();
        (bool found,) = miners.uidOf(_miner(0), 2);
        vm.assertTrue(found, "gone at once");
        (found,) = miners.uidOf(_miner(0), 3);
        vm.assertFalse(found, "still there");
        vm.assertEq(_addMiner(_miner(5)), 0);
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.NotRegistered.selector, _miner(0)));
        vm.prank(_miner(0));
        miners.leave();
    }

    function testUpdates() public {
        _addMiners(2);
        vm.prank(_miner(0));
        miners.update(address(0x51), "https://elsewhere");
        vm.assertEq(miners.accountOfSigner(address(0x51)), _miner(0));
        vm.assertEq(miners.accountOfSigner(_miner(0)), address(0));
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.SignerTaken.selector, address(0x51)));
        vm.prank(_miner(1));
        miners.update(address(0x51), "https://elsewhere");
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.NoSigner.selector));
        vm.prank(_miner(1));
        miners.update(address(0), "https://elsewhere");
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.BadEndpoint.selector, 0));
        vm.prank(_miner(1));
        miners.update(_miner(1), "");
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.BadEndpoint.selector, 257));
        vm.prank(_miner(1));
        miners.update(_miner(1), string(new bytes(257)));
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.NotRegistered.selector, _miner(7)));
        vm.prank(_miner(7));
        miners.update(_miner(7), "x");
    }

    function testOnePlaceAnAccount() public {
        _addMiner(_miner(0));
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.AlreadyRegistered.selector, _miner(0)));
        vm.prank(_miner(0));
        miners.register(_miner(0), "x");
    }

    /// @dev When all places are taken, the one that earned least gives way, after its immunity.
    function testTheLeastEarningMinerGivesWay() public {
        Hyperparameters memory h = factory.defaults();
        h.maxMiners = 3;
        subnet.setHyperparameters(h);
        _toNextEpoch();
        _addMiners(3);
        _addValidators(1);
        _toNextEpoch();
        _voteAll(1, _weights(300, 100, 200));
        _aggregate();
        tora.mint(_miner(9), 1 ether);
        vm.prank(_miner(9));
        tora.approve(address(miners), 1 ether);
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.NoFreePlace.selector));
        vm.prank(_miner(9));
        miners.register(_miner(9), "x");
        _toNextEpoch();
        _toNextEpoch();
        _toNextEpoch();
        vm.prank(_miner(9));
        vm.assertEq(miners.register(_miner(9), "x"), 1);
        uint64 epoch = subnet.currentEpoch();
        vm.assertEq(miners.accountOf(1, epoch), _miner(1));
        vm.assertEq(miners.accountOf(1, epoch + 1), _miner(9));
        vm.assertEq(miners.minerOf(_miner(1)).account, address(0));
    }

    function testAPausedSubnetTakesNobody() public {
        vm.prank(GUARDIAN);
        subnet.pause();
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.SubnetPaused.selector));
        vm.prank(_miner(0));
        miners.register(_miner(0), "x");
    }

    function testOnlyTheSubnetSettles() public {
        cheats.expectRevert(abi.encodeWithSelector(IMinerRegistry.NotSubnet.selector, address(this)));
        miners.settle(1);
        vm.assertEq(miners.subnet(), address(subnet));
        vm.assertEq(pool.subnet(), address(subnet));
        vm.assertEq(consensus.subnet(), address(subnet));
    }
}
