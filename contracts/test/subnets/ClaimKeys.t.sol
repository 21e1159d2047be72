// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../src/interfaces/subnets/IEmissionManager.sol";
import {ISubnet} from "../../src/interfaces/subnets/ISubnet.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice What a stranger claims on another's behalf marks nothing that it does not pay.
contract ClaimKeysTest is SubnetTest {
    address private constant DELEGATOR = address(0xDE1);

    function setUp() public override {
        super.setUp();
        _addMiners(2);
        _addValidators(2);
        _delegate(DELEGATOR, _validator(0), STAKE);
        _toNextEpoch();
        _voteAll(2, _weights(1, 3));
    }

    function testADelegationToNobodyMarksNothing() public {
        _aggregate();
        _snatch(_miner(0));
        _snatch(_validator(0));
        _assertAllArePaid();
        vm.assertFalse(emissions.delegationClaimed(1, 2, _miner(0), address(0)), "a claim of another meaning");
    }

    /// @dev Before anyone could have claimed: in the call that ends the epoch.
    function testNorInTheTransactionOfTheLastPage() public {
        Snatcher snatcher = new Snatcher();
        subnet.aggregateScores("", 0);
        address[] memory victims = new address[](4);
        (victims[0], victims[1]) = (_miner(0), _miner(1));
        (victims[2], victims[3]) = (_validator(0), _validator(1));
        snatcher.finish(subnet, emissions, consensus.medianRowsOf(256), victims);
        vm.assertEq(consensus.lastAggregated(), 2);
        _assertAllArePaid();
    }

    function _snatch(address victim) private {
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NoValidator.selector));
        vm.prank(address(0xBAD));
        emissions.claimDelegation(1, 2, victim, address(0));
    }

    /// @dev Miners first: they and the validators, with the one delegator, get their pools to the wei.
    function _assertAllArePaid() private {
        for (uint256 i = 0; i < 2; ++i) {
            _assertPaid(_miner(i));
            _assertPaid(_validator(i));
        }
        vm.assertTrue(emissions.claimDelegation(1, 2, DELEGATOR, _validator(0)) > 0, "the delegator");
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 2);
        vm.assertEq(pools.minersPaid, pools.miners);
        vm.assertEq(pools.validatorsPaid, pools.validators);
    }

    function _assertPaid(address account) private {
        vm.assertFalse(emissions.claimed(1, 2, account), "marked");
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 2);
        (uint256 asMiner, uint256 asValidator) =
            consensus.rewardOf(2, account, pools.miners, pools.validators);
        vm.assertTrue(asMiner + asValidator > 0, "nothing to be paid");
        uint256 before = tora.balanceOf(account);
        emissions.claimRewards(1, 2, account);
        vm.assertEq(tora.balanceOf(account) - before, asMiner + asValidator);
    }
}

/// @notice Ends an epoch and claims for its victims within one transaction.
contract Snatcher {
    function finish(
        ISubnet subnet,
        IEmissionManager emissions,
        bytes calldata medianRows,
        address[] calldata victims
    ) external {
        subnet.aggregateScores(medianRows, 256);
        for (uint256 i = 0; i < victims.length; ++i) {
            try emissions.claimDelegation(1, 2, victims[i], address(0)) {} catch {}
        }
    }
}
