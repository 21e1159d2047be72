// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../src/interfaces/subnets/IEmissionManager.sol";
import {Yuma} from "../../src/libraries/Yuma.sol";
import {SubnetHandler} from "./support/SubnetHandler.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice What holds whatever anyone does: no wei of stake or emission appears, disappears, or is paid twice.
contract SubnetInvariantsTest is SubnetTest {
    SubnetHandler private handler;

    function setUp() public override {
        super.setUp();
        _addMiners(6);
        _addValidators(5);
        _toNextEpoch();
        handler = new SubnetHandler(subnet, consensus, pool, miners, emissions, tora);
    }

    /// @notice Tells forge whom to call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev The pool holds what it owes: what was staked, less what was given back and slashed.
    function invariantStakeIsConserved() public view {
        uint256 assets = 0;
        for (uint256 i = 0; i < 5; ++i) {
            assets += pool.validatorOf(handler.validatorOf(i)).assets;
        }
        vm.assertEq(assets, pool.totalAssets());
        vm.assertEq(tora.balanceOf(address(pool)), pool.totalAssets());
        vm.assertTrue(
            pool.totalAssets() + handler.withdrawn() <= 5 * STAKE + handler.staked(), "stake appeared"
        );
    }

    /// @dev All that is put aside is there, and is owed to someone.
    function invariantEmissionsAreConserved() public view {
        IEmissionManager.Account memory account = emissions.accountOf(1);
        uint256 unpaid = account.carried + account.ownerDue + emissions.treasuryDue();
        for (uint64 epoch = 1; epoch <= consensus.lastAggregated(); ++epoch) {
            IEmissionManager.Pools memory pools = emissions.poolsOf(1, epoch);
            unpaid += uint256(pools.miners) + pools.validators - pools.minersPaid - pools.validatorsPaid;
            vm.assertEq(handler.claimed(epoch), uint256(pools.minersPaid) + pools.validatorsPaid);
            vm.assertTrue(pools.minersPaid <= pools.miners, "miners were overpaid");
            vm.assertTrue(pools.validatorsPaid <= pools.validators, "validators were overpaid");
        }
        vm.assertEq(emissions.reserved(), unpaid);
        vm.assertTrue(tora.balanceOf(address(emissions)) >= emissions.reserved(), "the manager is insolvent");
    }

    function invariantNobodyIsPaidTwice() public view {
        vm.assertEq(handler.doubleClaims(), 0);
    }

    /// @dev Shares of an epoch add up to 1 less roundings, or to nothing.
    function invariantSharesAddUpToOne() public view {
        uint64 last = consensus.lastAggregated();
        _checkSum(consensus.incentivesOf(last));
        _checkSum(consensus.dividendsOf(last));
    }

    /// @dev Validators of the roster have their seats, and seats their validators.
    function invariantSeatsAndRosterAgree() public view {
        uint64 epoch = subnet.currentEpoch();
        (uint256 members,) = pool.roster(epoch);
        for (uint8 slot = 0; slot < 6; ++slot) {
            address account = pool.validatorIn(slot, epoch);
            vm.assertTrue((members & (1 << slot) != 0) == (account != address(0)), "roster");
            if (account == address(0)) continue;
            (bool found, uint8 seat) = pool.slotOf(account, epoch);
            vm.assertTrue(found && seat == slot, "seat");
        }
    }

    function _checkSum(uint256[] memory shares) private pure {
        uint256 sum = Yuma.total(shares);
        vm.assertTrue(sum <= Yuma.ONE, "more than one");
        vm.assertTrue(sum == 0 || sum + shares.length > Yuma.ONE, "less than one");
    }
}
