// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IStakePool} from "../../src/interfaces/subnets/IStakePool.sol";
import {Hyperparameters} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Stake, delegation, slots and what is asked back.
contract StakePoolTest is SubnetTest {
    address private constant DELEGATOR = address(0xDE1);

    function testStakeCountsFromTheNextEpoch() public {
        uint8 slot = _addValidator(_validator(0), STAKE);
        vm.assertEq(pool.stakeOf(_validator(0), 1), 0);
        vm.assertEq(pool.stakeOf(_validator(0), 2), STAKE);
        (bool found,) = pool.slotOf(_validator(0), 1);
        vm.assertFalse(found, "seated at once");
        (found, slot) = pool.slotOf(_validator(0), 2);
        vm.assertTrue(found && slot == 0, "not seated");
        (uint256 members, uint256 joined) = pool.roster(1);
        vm.assertEq(members, 0);
        (members, joined) = pool.roster(2);
        vm.assertEq(members, 1);
        vm.assertEq(joined, 1);
        IStakePool.Validator memory v = pool.validatorOf(_validator(0));
        vm.assertEq(v.assets, STAKE);
        vm.assertTrue(v.seated, "seated");
        vm.assertEq(v.take, 1_000);
    }

    function testAValidatorNeedsTheMinimum() public {
        vm.prank(_validator(0));
        trust.authorize(address(subnet));
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.StakeTooSmall.selector, 0, 1_000 ether));
        vm.prank(_validator(0));
        pool.registerValidator(0, 0, 0);
    }

    function testAValidatorHasToAgreeToBeJudged() public {
        tora.mint(_validator(0), STAKE);
        cheats.startPrank(_validator(0));
        tora.approve(address(pool), STAKE);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NotAuthorized.selector, _validator(0)));
        pool.registerValidator(STAKE, 0, 0);
        cheats.stopPrank();
    }

    function testASecondSlotIsRefused() public {
        _addValidator(_validator(0), STAKE);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.AlreadyValidator.selector, _validator(0)));
        vm.prank(_validator(0));
        pool.registerValidator(0, 0, 0);
    }

    function testWhenSlotsAreTakenMoreStakeOutbidsLess() public {
        Hyperparameters memory h = factory.defaults();
        h.maxValidators = 2;
        subnet.setHyperparameters(h);
        _toNextEpoch();
        _addValidator(_validator(0), STAKE);
        _addValidator(_validator(1), 2 * STAKE);
        address late = _validator(2);
        tora.mint(late, 2 * STAKE);
        cheats.startPrank(late);
        trust.authorize(address(subnet));
        tora.approve(address(pool), 2 * STAKE);
        // Equal stake does not outbid; nor is a slot there that is nobody's.
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NoFreeSlot.selector, 1));
        pool.registerValidator(2 * STAKE, 0, 1);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NoFreeSlot.selector, 64));
        pool.registerValidator(2 * STAKE, 0, 64);
        uint8 slot = pool.registerValidator(2 * STAKE, 0, 0);
        cheats.stopPrank();
        vm.assertEq(slot, 0);
        vm.assertEq(pool.validatorIn(0, subnet.currentEpoch() + 1), late);
        vm.assertFalse(pool.validatorOf(_validator(0)).seated, "still seated");
        // Who was outbid keeps its stake and can stake on elsewhere.
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE);
    }

    function testLeavingFreesTheSlotAndKeepsTheStake() public {
        _addValidator(_validator(0), STAKE);
        _toNextEpoch();
        vm.prank(_validator(0));
        pool.leave();
        (bool found,) = pool.slotOf(_validator(0), 2);
        vm.assertTrue(found, "gone at once");
        (found,) = pool.slotOf(_validator(0), 3);
        vm.assertFalse(found, "still there");
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NotSeated.selector, _validator(0)));
        vm.prank(_validator(0));
        pool.leave();
        vm.assertEq(pool.validatorOf(_validator(0)).assets, STAKE);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NotSeated.selector, _validator(0)));
        vm.prank(_validator(0));
        pool.setTake(1);
    }

    function testStakeAskedBackWaitsOutTheSlashingWindow() public {
        _addValidator(_validator(0), STAKE);
        _toNextEpoch();
        vm.prank(_validator(0));
        pool.requestUnstake(_validator(0), STAKE / 2);
        vm.assertEq(pool.stakeOf(_validator(0), 2), STAKE);
        vm.assertEq(pool.stakeOf(_validator(0), 3), STAKE / 2);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NothingToWithdraw.selector, 4));
        vm.prank(_validator(0));
        pool.withdraw(_validator(0));
        _toNextEpoch();
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NothingToWithdraw.selector, 4));
        vm.prank(_validator(0));
        pool.withdraw(_validator(0));
        _toNextEpoch();
        vm.prank(_validator(0));
        vm.assertEq(pool.withdraw(_validator(0)), STAKE / 2);
        vm.assertEq(tora.balanceOf(_validator(0)), STAKE / 2);
        vm.assertEq(pool.totalAssets(), STAKE / 2);
    }

    /// @dev Asked back before the slash, withdrawn after: the slash takes its part.
    function testASlashCatchesStakeThatIsAskedBack() public {
        _addMiners(1);
        _addValidators(3);
        _toNextEpoch();
        _toCommit();
        for (uint256 i = 0; i < 3; ++i) {
            _commit(_validator(i), abi.encodePacked(uint16(1)));
        }
        vm.prank(_validator(0));
        pool.requestUnstake(_validator(0), STAKE);
        _toReveal();
        _reveal(_validator(1), abi.encodePacked(uint16(1)));
        _reveal(_validator(2), abi.encodePacked(uint16(1)));
        _toAggregate();
        _aggregate();
        cheats.roll(subnet.startOf(4) + 5000);
        vm.prank(_validator(0));
        vm.assertEq(pool.withdraw(_validator(0)), STAKE * 99 / 100);
    }

    function testDelegatorsShareASlash() public {
        _addValidator(_validator(0), STAKE);
        uint256 shares = _delegate(DELEGATOR, _validator(0), STAKE);
        vm.prank(address(subnet));
        vm.assertEq(pool.slash(_validator(0), 1_000), 2 * STAKE / 10);
        vm.assertEq(pool.valueOf(_validator(0), shares), STAKE * 9 / 10);
        vm.assertEq(tora.balanceOf(address(emissions)), 1_000_000 ether + 2 * STAKE / 10);
        // Who stakes after the slash is not hurt by it.
        uint256 later = _delegate(address(0xDE2), _validator(0), STAKE);
        vm.assertTrue(pool.valueOf(_validator(0), later) >= STAKE - 2, "a later stake lost value");
        vm.assertTrue(pool.valueOf(_validator(0), later) <= STAKE, "a later stake gained value");
    }

    /// @dev A donation changes nothing: what a pool holds is counted.
    function testADonationBuysNothing() public {
        _addValidator(_validator(0), 1_000 ether);
        tora.mint(address(pool), 1_000_000 ether);
        uint256 shares = _delegate(DELEGATOR, _validator(0), 1 ether);
        vm.assertEq(pool.valueOf(_validator(0), shares), 1 ether);
        vm.assertEq(pool.totalAssets(), 1_001 ether);
    }

    function testFuzzNobodyGainsByRounding(uint96 first, uint96 second, uint16 rate) public {
        uint256 a = bound(first, 1_000 ether, 1e27);
        uint256 b = bound(second, 1e6, 1e27);
        _addValidator(_validator(0), a);
        vm.prank(address(subnet));
        pool.slash(_validator(0), uint16(bound(rate, 0, 5_000)));
        uint256 shares = _delegate(DELEGATOR, _validator(0), b);
        vm.assertTrue(pool.valueOf(_validator(0), shares) <= b, "a share is worth more than it cost");
        uint256 all = pool.valueOf(_validator(0), shares) + pool.valueOf(_validator(0), a);
        vm.assertTrue(all <= pool.totalAssets(), "shares are worth more than the pool");
        vm.assertTrue(pool.totalAssets() <= tora.balanceOf(address(pool)), "the pool is insolvent");
    }

    function testMistakesAreRefused() public {
        _addValidator(_validator(0), STAKE);
        cheats.startPrank(DELEGATOR);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.ZeroAmount.selector));
        pool.stake(_validator(0), 0);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NoSuchValidator.selector, DELEGATOR));
        pool.stake(DELEGATOR, 1);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.TooManyShares.selector, 1, 0));
        pool.requestUnstake(_validator(0), 1);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.ZeroAmount.selector));
        pool.requestUnstake(_validator(0), 0);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NothingToWithdraw.selector, 0));
        pool.withdraw(_validator(0));
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NotSubnet.selector, DELEGATOR));
        pool.slash(_validator(0), 1);
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.NotSubnet.selector, DELEGATOR));
        pool.settle(1);
        cheats.stopPrank();
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.BadTake.selector, 10_001));
        vm.prank(_validator(0));
        pool.setTake(10_001);
    }

    function testSixteenPartsAtATime() public {
        _addValidator(_validator(0), STAKE);
        cheats.startPrank(_validator(0));
        for (uint256 i = 0; i < 16; ++i) {
            pool.requestUnstake(_validator(0), 1 ether);
        }
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.TooManyUnbondings.selector, 16));
        pool.requestUnstake(_validator(0), 1 ether);
        cheats.stopPrank();
        vm.assertEq(pool.unbondingsOf(_validator(0), _validator(0)).length, 16);
    }

    /// @dev Parts that are due are paid, the others stay in order.
    function testPartsComeDueInTheirTurn() public {
        _addValidator(_validator(0), STAKE);
        vm.prank(_validator(0));
        pool.requestUnstake(_validator(0), 1 ether);
        _toNextEpoch();
        vm.prank(_validator(0));
        pool.requestUnstake(_validator(0), 2 ether);
        _toNextEpoch();
        vm.prank(_validator(0));
        vm.assertEq(pool.withdraw(_validator(0)), 1 ether);
        IStakePool.Unbonding[] memory left = pool.unbondingsOf(_validator(0), _validator(0));
        vm.assertEq(left.length, 1);
        vm.assertEq(left[0].shares, 2 ether);
    }

    /// @dev A pause stops new stake, never the way out.
    function testAPausedSubnetLetsStakeOut() public {
        _addValidator(_validator(0), STAKE);
        vm.prank(_validator(0));
        pool.requestUnstake(_validator(0), STAKE);
        _toNextEpoch();
        _toNextEpoch();
        vm.prank(GUARDIAN);
        subnet.pause();
        cheats.expectRevert(abi.encodeWithSelector(IStakePool.SubnetPaused.selector));
        vm.prank(DELEGATOR);
        pool.stake(_validator(0), 1);
        vm.prank(_validator(0));
        vm.assertEq(pool.withdraw(_validator(0)), STAKE);
    }
}
