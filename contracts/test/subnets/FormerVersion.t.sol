// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../src/interfaces/subnets/IEmissionManager.sol";
import {Stage} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {Yuma} from "../../src/libraries/Yuma.sol";
import {EmissionManager} from "../../src/subnets/EmissionManager.sol";
import {Subnet} from "../../src/subnets/Subnet.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Upgrades, in the middle of an epoch, of proxies that run the code of a former version: its own creation code, as
/// compiled before claims of delegations to nobody were refused and before all words of a row were written.
contract FormerVersionTest is SubnetTest {
    address private constant DELEGATOR = address(0xDE1);
    address private constant OUTSIDER = address(0x0D);

    function setUp() public override {
        super.setUp();
        emissions.upgradeToAndCall(_former("EmissionManager"), "");
        subnet.upgradeToAndCall(_former("Subnet"), "");
    }

    /// @dev What was claimed stays so, what was not is paid to the wei, in the epochs before the upgrade and in its own.
    function testClaimsSurviveAnUpgradeInTheMiddleOfAnEpoch() public {
        _addMiners(3);
        _addValidators(2);
        _delegate(DELEGATOR, _validator(0), STAKE);
        _toNextEpoch();
        _voteAll(2, _weights(1, 2, 3));
        _aggregate();
        vm.assertTrue(emissions.claimRewards(1, 2, _miner(0)) > 0, "nothing was paid");
        vm.assertTrue(emissions.claimDelegation(1, 2, DELEGATOR, _validator(0)) > 0, "nothing was paid");
        // The fault: marked, and not paid.
        vm.assertEq(emissions.claimDelegation(1, 2, _miner(1), address(0)), 0);
        vm.assertTrue(emissions.claimed(1, 2, _miner(1)), "the former version had no such fault");

        _toNextEpoch();
        _voteAll(2, _weights(1, 2, 3));
        subnet.aggregateScores("", 0);
        _upgrade();
        _aggregateRest();

        _assertClaimed(_miner(0));
        // Nothing tells a mark that was paid from one that was not, so neither is opened again.
        _assertClaimed(_miner(1));
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.AlreadyClaimed.selector, 1, 2, DELEGATOR));
        emissions.claimDelegation(1, 2, DELEGATOR, _validator(0));
        vm.assertTrue(emissions.delegationClaimed(1, 2, DELEGATOR, _validator(0)), "a mark is lost");
        _assertPaid(2, _miner(2));
        _assertPaid(2, _validator(0));
        _assertPaid(2, _validator(1));
        for (uint256 i = 0; i < 3; ++i) {
            cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NoValidator.selector));
            emissions.claimDelegation(1, 3, _miner(i), address(0));
            _assertPaid(3, _miner(i));
        }
        _assertPaid(3, _validator(0));
        _assertPaid(3, _validator(1));
        emissions.claimDelegation(1, 3, DELEGATOR, _validator(0));
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 3);
        vm.assertEq(pools.minersPaid, pools.miners);
        vm.assertEq(pools.validatorsPaid, pools.validators);
        pools = emissions.poolsOf(1, 2);
        vm.assertEq(pools.validatorsPaid, pools.validators);
        (uint256 lost,) = consensus.rewardOf(2, _miner(1), pools.miners, pools.validators);
        vm.assertEq(pools.minersPaid + lost, pools.miners);
    }

    /// @dev The vote left behind stops the former version's epoch; the next reveal overwrites it, and the next epoch pays for
    /// both.
    function testAVoteLeftBehindIsOverwrittenByTheNextReveal() public {
        _addMiners(16);
        _addMiner(OUTSIDER);
        _addValidator(_validator(0), 3 * STAKE);
        _addValidator(_validator(1), STAKE);
        _toNextEpoch();
        _voteAll(2, _row(60_000));
        _aggregate();
        vm.prank(OUTSIDER);
        miners.leave();
        vm.assertEq(_addMiner(_validator(0)), 16);
        _toNextEpoch();
        _voteAll(2, _row(50_000));
        vm.assertEq(subnet.weightsOf(0)[16], 60_000, "the former version had no such fault");
        subnet.aggregateScores("", 0);
        bytes memory medians = consensus.medianRowsOf(32);
        cheats.expectPartialRevert(Yuma.NoSuchRow.selector);
        subnet.aggregateScores(medians, 32);
        _upgrade();
        _toNextEpoch();
        _voteAll(2, _row(50_000));
        vm.assertEq(subnet.weightsOf(0)[16], 0);
        vm.assertEq(subnet.weightsOf(1)[16], 50_000);
        _aggregate();
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 4);
        vm.assertTrue(pools.miners >= 2 * EPOCH_EMISSION * 18 / 100, "an epoch's emission is lost");
        for (uint256 i = 0; i < 16; ++i) {
            _assertPaid(4, _miner(i));
        }
        _assertPaid(4, _validator(0));
        _assertPaid(4, _validator(1));
        pools = emissions.poolsOf(1, 4);
        vm.assertEq(pools.minersPaid, pools.miners);
        vm.assertEq(pools.validatorsPaid, pools.validators);
    }

    function _former(string memory name) private returns (address code) {
        bytes memory creation =
            cheats.parseBytes(cheats.readFile(string.concat("test/subnets/former/", name, ".hex")));
        assembly ("memory-safe") {
            code := create(0, add(creation, 0x20), mload(creation))
        }
        vm.assertTrue(code != address(0), "the former code was not deployed");
    }

    function _upgrade() private {
        emissions.upgradeToAndCall(address(new EmissionManager()), "");
        subnet.upgradeToAndCall(address(new Subnet()), "");
    }

    function _aggregateRest() private {
        Stage stage = subnet.aggregateScores(consensus.medianRowsOf(256), 256);
        vm.assertTrue(stage == Stage.Done, "another stage");
    }

    function _assertClaimed(address account) private {
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.AlreadyClaimed.selector, 1, 2, account));
        emissions.claimRewards(1, 2, account);
    }

    function _assertPaid(uint64 epoch, address account) private {
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, epoch);
        (uint256 asMiner, uint256 asValidator) =
            consensus.rewardOf(epoch, account, pools.miners, pools.validators);
        vm.assertTrue(asMiner + asValidator > 0, "nothing was earned");
        uint256 before = tora.balanceOf(account);
        emissions.claimRewards(1, epoch, account);
        vm.assertEq(tora.balanceOf(account) - before, asMiner + asValidator);
    }

    function _row(uint16 last) private pure returns (bytes memory row) {
        for (uint256 i = 0; i < 16; ++i) {
            row = abi.encodePacked(row, uint16(1));
        }
        return abi.encodePacked(row, last);
    }
}
