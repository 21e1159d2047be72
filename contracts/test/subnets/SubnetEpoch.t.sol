// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../src/interfaces/subnets/IEmissionManager.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice A whole epoch, from registration to the last claim.
contract SubnetEpochTest is SubnetTest {
    function setUp() public override {
        super.setUp();
        _addMiners(3);
        _addValidators(4);
        _toNextEpoch();
    }

    function testAnEpochPaysEveryoneToTheWei() public {
        _voteAll(4, _weights(10_000, 20_000, 30_000));
        _aggregate();
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 2);
        uint256 asMiners = 0;
        for (uint256 i = 0; i < 3; ++i) {
            asMiners += emissions.claimRewards(1, 2, _miner(i));
        }
        vm.assertEq(asMiners, pools.miners);
        uint256 asValidators = 0;
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(_validator(i));
            asValidators += subnet.claimRewards(2);
        }
        vm.assertEq(asValidators, pools.validators);
        vm.assertEq(emissions.claimOwner(1) > 0 ? 1 : 0, 1);
        emissions.claimTreasury();
        // What is left of the two epochs' emission is dust of the division, carried on.
        vm.assertEq(emissions.reserved(), emissions.accountOf(1).carried);
        vm.assertTrue(emissions.reserved() < 4, "more than dust is left");
        uint256 total = asMiners + asValidators + tora.balanceOf(SUBNET_OWNER) + tora.balanceOf(TREASURY);
        vm.assertEq(total + emissions.reserved(), EPOCH_EMISSION + 1101 ether);
    }
}
