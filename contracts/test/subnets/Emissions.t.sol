// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../src/interfaces/subnets/IEmissionManager.sol";
import {EmissionManager} from "../../src/subnets/EmissionManager.sol";
import {Subnet} from "../../src/subnets/Subnet.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Who is paid what, when, and how often.
contract EmissionsTest is SubnetTest {
    address private constant DELEGATOR = address(0xDE1);

    function setUp() public override {
        super.setUp();
        _addMiners(2);
        _addValidators(2);
        _toNextEpoch();
    }

    function testDefaultsOfTheSpecification() public view {
        IEmissionManager.Split memory split = emissions.split();
        vm.assertEq(split.validators, 4_100);
        vm.assertEq(split.miners, 1_800);
        vm.assertEq(split.owner, 1_800);
        vm.assertEq(split.treasury, 2_300);
        vm.assertEq(emissions.treasury(), TREASURY);
        (uint256 amount, uint256 blocks) = emissions.rate();
        vm.assertEq(amount, EPOCH_EMISSION);
        vm.assertEq(blocks, 1102);
    }

    function testAClaimIsPaidOnce() public {
        _epoch();
        vm.assertTrue(emissions.claimRewards(1, 2, _miner(0)) > 0, "nothing was paid");
        vm.assertTrue(emissions.claimed(1, 2, _miner(0)), "not marked");
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.AlreadyClaimed.selector, 1, 2, _miner(0)));
        emissions.claimRewards(1, 2, _miner(0));
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.AlreadyClaimed.selector, 1, 2, _miner(0)));
        vm.prank(_miner(0));
        subnet.claimRewards(2);
    }

    function testAClaimIsPaidOnceAfterAnUpgradeToo() public {
        _epoch();
        emissions.claimRewards(1, 2, _miner(0));
        emissions.upgradeToAndCall(address(new EmissionManagerAgain()), "");
        subnet.upgradeToAndCall(address(new Subnet()), "");
        cheats.expectPartialRevert(IEmissionManager.AlreadyClaimed.selector);
        emissions.claimRewards(1, 2, _miner(0));
        vm.assertTrue(emissions.claimRewards(1, 2, _miner(1)) > 0, "state was lost");
    }

    function testClaimsOfOneSubnetAreNoneOfAnother() public {
        _epoch();
        uint256 other = _create("other");
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NotAllocated.selector, other, 2));
        emissions.claimRewards(other, 2, _miner(0));
        vm.assertEq(emissions.claimRewards(1, 2, address(0xDEAD)), 0);
    }

    function testDelegatorsEarnByTheirSharesLessTheTake() public {
        _delegate(DELEGATOR, _validator(0), STAKE);
        _toNextEpoch();
        _voteAll(2, _weights(1, 1));
        _aggregate();
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 3);
        uint256 own = emissions.claimRewards(1, 3, _validator(0));
        uint256 delegated = emissions.claimDelegation(1, 3, DELEGATOR, _validator(0));
        uint256 alone = emissions.claimRewards(1, 3, _validator(1));
        vm.assertEq(own + delegated + alone, pools.validators);
        // Two thirds of the stake; half of that less 10% is the delegator's.
        vm.assertTrue(
            delegated * 100 / (own + delegated) == 45 || delegated * 100 / (own + delegated) == 44, "take"
        );
        vm.assertTrue(emissions.delegationClaimed(1, 3, DELEGATOR, _validator(0)), "not marked");
        cheats.expectPartialRevert(IEmissionManager.AlreadyClaimed.selector);
        emissions.claimDelegation(1, 3, DELEGATOR, _validator(0));
        // A validator is no delegator of itself, and a stranger has nothing.
        vm.assertEq(emissions.claimDelegation(1, 3, _validator(0), _validator(0)), 0);
        vm.assertEq(emissions.claimDelegation(1, 3, address(0xDE2), _validator(0)), 0);
    }

    /// @dev Who stakes after an epoch has no part in it.
    function testStakeAfterTheEpochEarnsNothingOfIt() public {
        _epoch();
        _delegate(DELEGATOR, _validator(0), 100 * STAKE);
        vm.assertEq(emissions.claimDelegation(1, 2, DELEGATOR, _validator(0)), 0);
    }

    function testAShortfallIsOwedAndPaidLater() public {
        uint256 tooMuch = tora.balanceOf(address(emissions)) - 100 ether;
        vm.prank(address(emissions));
        tora.transfer(address(0xF00), tooMuch);
        uint256 owed = emissions.accountOf(1).owed;
        _epoch();
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 2);
        vm.assertEq(uint256(pools.miners) + pools.validators, 59 ether);
        vm.assertEq(emissions.available(), 0);
        vm.assertTrue(emissions.accountOf(1).owed > owed - 100 ether, "the shortfall is lost");
        emissions.claimRewards(1, 2, _miner(0));
        tora.mint(address(emissions), 1_000_000 ether);
        _toNextEpoch();
        _voteAll(2, _weights(1, 1));
        _aggregate();
        vm.assertEq(emissions.accountOf(1).owed, 0);
        vm.assertTrue(
            emissions.poolsOf(1, 3).miners > 2 * EPOCH_EMISSION * 18 / 100, "the shortfall was not made up"
        );
    }

    function testEmissionsFollowTheWeights() public {
        _create("second");
        emissions.setWeight(2, 300);
        uint256 first = emissions.accountOf(1).owed;
        cheats.roll(block.number + 1102);
        vm.assertEq(emissions.accountOf(1).owed - first, EPOCH_EMISSION / 4);
        vm.assertEq(emissions.accountOf(2).owed, EPOCH_EMISSION * 3 / 4);
        emissions.setWeight(1, 0);
        cheats.roll(block.number + 1102);
        vm.assertEq(emissions.accountOf(1).owed - first, EPOCH_EMISSION / 4);
        _assertAlmost(emissions.accountOf(2).owed, EPOCH_EMISSION * 7 / 4);
        vm.assertEq(emissions.totalWeight(), 300);
        // Without any weight nothing is emitted.
        emissions.setWeight(2, 0);
        cheats.roll(block.number + 1102);
        _assertAlmost(emissions.accountOf(2).owed, EPOCH_EMISSION * 7 / 4);
        vm.assertEq(emissions.accountOf(2).weight, 0);
    }

    /// @dev What accrued is rounded down at every change of a weight.
    function _assertAlmost(uint256 amount, uint256 expected) private pure {
        vm.assertTrue(amount <= expected && amount + 2 >= expected, "more or less was emitted");
    }

    function testARateChangeCountsFromItsBlock() public {
        uint256 before = emissions.accountOf(1).owed;
        cheats.roll(block.number + 100);
        emissions.setRate(0, 1);
        cheats.roll(block.number + 1000);
        vm.assertEq(emissions.accountOf(1).owed - before, 100 ether);
    }

    function testFuzzEverySplitAddsUp(uint16 a, uint16 b, uint16 c, uint96 rate) public {
        uint256 validators = bound(a, 0, 10_000);
        uint256 miners_ = bound(b, 0, 10_000 - validators);
        uint256 owner_ = bound(c, 0, 10_000 - validators - miners_);
        emissions.setSplit(
            IEmissionManager.Split(
                uint16(validators),
                uint16(miners_),
                uint16(owner_),
                uint16(10_000 - validators - miners_ - owner_)
            )
        );
        emissions.setRate(bound(rate, 0, 1e22), 1102);
        _epoch();
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, 2);
        IEmissionManager.Account memory account = emissions.accountOf(1);
        vm.assertEq(
            emissions.reserved(),
            uint256(pools.miners) + pools.validators + account.carried + account.ownerDue
                + emissions.treasuryDue()
        );
        vm.assertTrue(account.carried < 4, "more than dust");
    }

    function testMistakesAreRefused() public {
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.BadSplit.selector, 9_999));
        emissions.setSplit(IEmissionManager.Split(4_100, 1_800, 1_800, 2_299));
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.BadRate.selector, 1, 0));
        emissions.setRate(1, 0);
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.BadRate.selector, 1 << 96, 1));
        emissions.setRate(1 << 96, 1);
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.BadWeight.selector, 1 << 64));
        emissions.setWeight(1, 1 << 64);
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NoSuchSubnet.selector, 9));
        emissions.setWeight(9, 1);
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NoSuchSubnet.selector, 9));
        emissions.claimOwner(9);
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NoTreasury.selector));
        emissions.setTreasury(address(0));
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NotRegistry.selector, address(this)));
        emissions.enter(9, address(this), address(this));
        cheats.expectRevert(abi.encodeWithSelector(IEmissionManager.NotAllocated.selector, 1, 9));
        emissions.claimRewards(1, 9, _miner(0));
    }

    function testStrangersGovernNothing() public {
        bytes4 selector = bytes4(keccak256("OwnableUnauthorizedAccount(address)"));
        cheats.startPrank(address(0xBAD));
        cheats.expectPartialRevert(selector);
        emissions.setRate(1, 1);
        cheats.expectPartialRevert(selector);
        emissions.setWeight(1, 1);
        cheats.expectPartialRevert(selector);
        emissions.setSplit(IEmissionManager.Split(10_000, 0, 0, 0));
        cheats.expectPartialRevert(selector);
        emissions.setTreasury(address(0xBAD));
        cheats.stopPrank();
        emissions.setTreasury(address(0x7F));
        vm.assertEq(emissions.treasury(), address(0x7F));
    }

    /// @dev While the guardian's pause holds, claims wait; what is earned goes on being put aside.
    function testAPauseStopsClaimsAndNothingElse() public {
        vm.prank(GUARDIAN);
        emissions.pause();
        _epoch();
        cheats.expectPartialRevert(bytes4(keccak256("EnforcedPause()")));
        emissions.claimRewards(1, 2, _miner(0));
        vm.prank(GUARDIAN);
        emissions.unpause();
        vm.assertTrue(emissions.claimRewards(1, 2, _miner(0)) > 0, "nothing was paid");
    }

    /// @dev A miner that leaves after its epoch is still paid for it, and who takes its place is not.
    function testAMinerIsPaidForItsEpochAfterItLeft() public {
        _voteAll(2, _weights(1, 1));
        vm.prank(_miner(0));
        miners.leave();
        _addMiner(_miner(7));
        _toNextEpoch();
        _aggregate();
        vm.assertTrue(emissions.claimRewards(1, 2, _miner(0)) > 0, "its pay is lost");
        vm.assertEq(emissions.claimRewards(1, 2, _miner(7)), 0);
    }

    function _epoch() private {
        _voteAll(2, _weights(1, 3));
        _aggregate();
    }
}

/// @notice The same code at another address.
contract EmissionManagerAgain is EmissionManager {}
