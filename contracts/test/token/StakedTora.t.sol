// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {IStakedTora} from "../../src/interfaces/token/IStakedTora.sol";
import {StakedTora} from "../../src/token/StakedTora.sol";
import {ToraToken} from "../../src/token/ToraToken.sol";
import {ProtocolTest} from "../governance/support/ProtocolTest.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Staking for votes, and the way out. The test is the bridge that mints TORA.
contract StakedToraTest is ProtocolTest {
    address private constant OWNER = address(0x71);
    address private constant MANAGER = address(0x72);
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);
    uint256 private constant EXIT_DELAY = 7 days;
    uint256 private constant KEY = 0x5160;

    ToraToken private tora;
    StakedTora private staked;

    function setUp() public {
        cheats.warp(START);
        tora = ToraToken(
            _proxy(
                address(new ToraToken(address(this), address(1), 18)),
                abi.encodeCall(ToraToken.initialize, (OWNER, MANAGER, GUARDIAN))
            )
        );
        staked = StakedTora(
            _proxy(
                address(new StakedTora(IERC20(tora))),
                abi.encodeCall(StakedTora.initialize, (OWNER, MANAGER, EXIT_DELAY))
            )
        );
        _fund(ALICE, 100 ether);
        _fund(BOB, 100 ether);
    }

    function _fund(address account, uint256 amount) private {
        tora.mint(account, amount);
        vm.prank(account);
        tora.approve(address(staked), type(uint256).max);
    }

    function _stake(address account, uint256 amount) private {
        vm.prank(account);
        staked.stake(amount, account);
    }

    function _requestExit(address account, uint256 amount) private returns (uint256) {
        vm.prank(account);
        return staked.requestExit(amount);
    }

    function _assertSolvent() private view {
        vm.assertEq(tora.balanceOf(address(staked)), staked.totalSupply() + staked.exiting());
    }

    // -- staking

    function test_stakeIsOneForOneAndVotes() public {
        cheats.expectEmit(address(staked));
        emit IStakedTora.Staked(ALICE, ALICE, 40 ether);
        _stake(ALICE, 40 ether);
        vm.assertEq(staked.balanceOf(ALICE), 40 ether);
        vm.assertEq(staked.getVotes(ALICE), 40 ether);
        vm.assertEq(staked.delegates(ALICE), ALICE);
        vm.assertEq(tora.balanceOf(ALICE), 60 ether);
        _assertSolvent();
    }

    function test_nothingIsNotStaked() public {
        vm.expectRevert(IStakedTora.ZeroAmount.selector);
        _stake(ALICE, 0);
        vm.expectRevert(IStakedTora.ZeroAmount.selector);
        _requestExit(ALICE, 0);
    }

    function test_nobodyStakesMoreThanHeHas() public {
        cheats.expectRevert();
        _stake(ALICE, 100 ether + 1);
        vm.assertEq(staked.totalSupply(), 0);
    }

    /// @dev What is staked for another is the other's, and so are its votes.
    function test_stakesForAnother() public {
        vm.prank(ALICE);
        staked.stake(5 ether, BOB);
        vm.assertEq(staked.balanceOf(BOB), 5 ether);
        vm.assertEq(staked.getVotes(BOB), 5 ether);
        vm.assertEq(staked.getVotes(ALICE), 0);
        _requestExit(BOB, 5 ether);
    }

    /// @dev A gift of stake does not take votes from whom they were given to.
    function test_aGiftDoesNotChangeTheDelegate() public {
        _stake(ALICE, 40 ether);
        vm.prank(ALICE);
        staked.delegate(BOB);
        vm.prank(BOB);
        staked.stake(1, ALICE);
        vm.assertEq(staked.delegates(ALICE), BOB);
        vm.assertEq(staked.getVotes(BOB), 40 ether + 1);
    }

    /// @dev Who is first and sends a fortune after one wei shifts nothing for who comes next.
    function test_firstDepositorAndDonations() public {
        _stake(ALICE, 1);
        vm.prank(ALICE);
        tora.transfer(address(staked), 50 ether);
        _stake(BOB, 2);
        vm.assertEq(staked.balanceOf(BOB), 2);
        vm.assertEq(staked.totalSupply(), 3);
        uint256 exitId = _requestExit(ALICE, 1);
        cheats.warp(START + EXIT_DELAY);
        vm.prank(ALICE);
        staked.exit(exitId, ALICE);
        vm.assertEq(tora.balanceOf(ALICE), 50 ether);
    }

    function test_isNotTransferable() public {
        _stake(ALICE, 40 ether);
        vm.expectRevert(IStakedTora.NotTransferable.selector);
        vm.prank(ALICE);
        staked.transfer(BOB, 1);
        vm.prank(ALICE);
        staked.approve(BOB, 1);
        vm.expectRevert(IStakedTora.NotTransferable.selector);
        vm.prank(BOB);
        staked.transferFrom(ALICE, BOB, 1);
    }

    // -- votes

    /// @dev Counted at the end of a past second: what came and went within it counts nowhere.
    function test_votesCountAtPastSeconds() public {
        _stake(ALICE, 40 ether);
        _expect(abi.encodeWithSignature("ERC5805FutureLookup(uint256,uint48)", START, START));
        staked.getPastVotes(ALICE, START);
        cheats.warp(START + 1);
        _stake(BOB, 40 ether);
        _requestExit(BOB, 40 ether);
        cheats.warp(START + 2);
        vm.assertEq(staked.getPastVotes(ALICE, START - 1), 0);
        vm.assertEq(staked.getPastVotes(ALICE, START), 40 ether);
        vm.assertEq(staked.getPastVotes(BOB, START + 1), 0);
        vm.assertEq(staked.getPastTotalSupply(START + 1), 40 ether);
    }

    function test_votesAreGoneAtTheRequest() public {
        _stake(ALICE, 40 ether);
        _requestExit(ALICE, 15 ether);
        vm.assertEq(staked.getVotes(ALICE), 25 ether);
        vm.assertEq(staked.balanceOf(ALICE), 25 ether);
        vm.assertEq(staked.exiting(), 15 ether);
        _assertSolvent();
    }

    function test_theClockIsUnixTime() public {
        vm.assertEq(staked.CLOCK_MODE(), "mode=timestamp");
        cheats.warp(START + 77);
        vm.assertEq(staked.clock(), START + 77);
    }

    function test_aSignedDelegationIsUsedOnce() public {
        address signer = cheats.addr(KEY);
        _fund(signer, 3 ether);
        _stake(signer, 3 ether);
        bytes32 request = keccak256(
            abi.encode(keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)"), BOB, 0, START)
        );
        (uint8 v, bytes32 r, bytes32 s) =
            cheats.sign(KEY, keccak256(abi.encodePacked(hex"1901", _domain(), request)));
        staked.delegateBySig(BOB, 0, START, v, r, s);
        vm.assertEq(staked.getVotes(BOB), 3 ether);
        _expect(abi.encodeWithSignature("InvalidAccountNonce(address,uint256)", signer, 1));
        staked.delegateBySig(BOB, 0, START, v, r, s);
    }

    // -- the way out

    function test_leavesAfterTheDelayToTheSecond() public {
        _stake(ALICE, 40 ether);
        cheats.expectEmit(address(staked));
        emit IStakedTora.ExitRequested(ALICE, 0, 15 ether, START + EXIT_DELAY);
        uint256 exitId = _requestExit(ALICE, 15 ether);
        vm.assertEq(exitId, 0);
        cheats.warp(START + EXIT_DELAY - 1);
        _expect(
            abi.encodeWithSelector(
                IStakedTora.ExitNotReady.selector, START + EXIT_DELAY, START + EXIT_DELAY - 1
            )
        );
        vm.prank(ALICE);
        staked.exit(0, ALICE);
        cheats.warp(START + EXIT_DELAY);
        cheats.expectEmit(address(staked));
        emit IStakedTora.Exited(ALICE, 0, BOB, 15 ether);
        vm.prank(ALICE);
        staked.exit(0, BOB);
        vm.assertEq(tora.balanceOf(BOB), 115 ether);
        vm.assertEq(staked.exiting(), 0);
        _assertSolvent();
    }

    function test_leavesOnceAndOnlyItself() public {
        _stake(ALICE, 40 ether);
        _stake(BOB, 40 ether);
        _requestExit(ALICE, 15 ether);
        cheats.warp(START + EXIT_DELAY);
        _expect(abi.encodeWithSelector(IStakedTora.NoSuchExit.selector, BOB, 0));
        vm.prank(BOB);
        staked.exit(0, BOB);
        vm.prank(ALICE);
        staked.exit(0, ALICE);
        _expect(abi.encodeWithSelector(IStakedTora.NoSuchExit.selector, ALICE, 0));
        vm.prank(ALICE);
        staked.exit(0, ALICE);
        _expect(abi.encodeWithSelector(IStakedTora.NoSuchExit.selector, ALICE, 1));
        vm.prank(ALICE);
        staked.exit(1, ALICE);
    }

    function test_nobodyGivesUpMoreThanHeHas() public {
        _stake(ALICE, 40 ether);
        _expect(
            abi.encodeWithSignature(
                "ERC20InsufficientBalance(address,uint256,uint256)", ALICE, 40 ether, 40 ether + 1
            )
        );
        _requestExit(ALICE, 40 ether + 1);
    }

    /// @dev Several at a time, taken in another order.
    function test_exitsAreApart() public {
        _stake(ALICE, 40 ether);
        _requestExit(ALICE, 1 ether);
        cheats.warp(START + 1 days);
        vm.assertEq(_requestExit(ALICE, 2 ether), 1);
        vm.assertEq(staked.exitCount(ALICE), 2);
        cheats.warp(START + EXIT_DELAY + 1 days);
        cheats.startPrank(ALICE);
        staked.exit(1, ALICE);
        vm.assertEq(tora.balanceOf(ALICE), 62 ether);
        vm.assertEq(staked.exitOf(ALICE, 1).amount, 0);
        vm.assertEq(staked.exitOf(ALICE, 0).amount, 1 ether);
        staked.exit(0, ALICE);
        vm.assertEq(tora.balanceOf(ALICE), 63 ether);
    }

    /// @dev A delay that governance changes is that of later exits: nobody is kept, and nobody slips out.
    function test_aNewDelayIsForLaterExits() public {
        _stake(ALICE, 40 ether);
        _requestExit(ALICE, 1 ether);
        _setExitDelay(30 days);
        _requestExit(ALICE, 1 ether);
        _setExitDelay(0);
        vm.assertEq(staked.exitOf(ALICE, 0).availableAt, START + EXIT_DELAY);
        vm.assertEq(staked.exitOf(ALICE, 1).availableAt, START + 30 days);
        uint256 exitId = _requestExit(ALICE, 1 ether);
        vm.prank(ALICE);
        staked.exit(exitId, ALICE);
        vm.assertEq(tora.balanceOf(ALICE), 61 ether);
    }

    function test_theDelayHasABoundAndAnOwner() public {
        _setExitDelay(30 days);
        bytes memory tooLong =
            abi.encodeWithSelector(IStakedTora.ExitDelayTooLong.selector, 30 days + 1, 30 days);
        _expect(tooLong);
        _setExitDelay(30 days + 1);
        _expectNotOwner(GUARDIAN);
        vm.prank(GUARDIAN);
        staked.setExitDelay(1 days);
        address code = address(new StakedTora(tora));
        bytes memory call = abi.encodeCall(StakedTora.initialize, (OWNER, MANAGER, 30 days + 1));
        _expect(tooLong);
        new ERC1967Proxy(code, call);
    }

    /// @dev Whatever two holders do in whatever order, each gets back what he gave, and no more.
    function test_everybodyGetsHisOwn(uint256 seed) public {
        for (uint256 i; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            address who = seed % 2 == 0 ? ALICE : BOB;
            uint256 most = seed % 3 == 0 ? staked.balanceOf(who) : tora.balanceOf(who);
            uint256 amount = (seed >> 8) % (most + 1);
            if (amount == 0) continue;
            if (seed % 3 == 0) _requestExit(who, amount);
            else _stake(who, amount);
            _assertSolvent();
        }
        cheats.warp(START + EXIT_DELAY);
        _leave(ALICE);
        _leave(BOB);
        vm.assertEq(tora.balanceOf(ALICE), 100 ether);
        vm.assertEq(tora.balanceOf(BOB), 100 ether);
        vm.assertEq(tora.balanceOf(address(staked)), 0);
    }

    // -- its code

    function test_isInitialisedOnceAndItsCodeNever() public {
        StakedTora code = new StakedTora(tora);
        _expectInitialized();
        code.initialize(STRANGER, STRANGER, 0);
        _expectInitialized();
        staked.initialize(STRANGER, STRANGER, 0);
    }

    function test_onlyTheManagerUpgrades() public {
        _stake(ALICE, 40 ether);
        _requestExit(ALICE, 15 ether);
        address code = address(new StakedTora(tora));
        _expect(abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, OWNER, MANAGER));
        vm.prank(OWNER);
        staked.upgradeToAndCall(code, "");
        vm.prank(MANAGER);
        staked.upgradeToAndCall(code, "");
        vm.assertEq(staked.getVotes(ALICE), 25 ether);
        vm.assertEq(staked.exitOf(ALICE, 0).amount, 15 ether);
        _assertSolvent();
    }

    function test_keepsItsStorageInItsNamespace() public view {
        bytes32 slot = _namespace("tensora.storage.StakedTora");
        vm.assertEq(uint256(cheats.load(address(staked), slot)), EXIT_DELAY);
    }

    // -- helpers

    function _setExitDelay(uint256 delay) private {
        vm.prank(OWNER);
        staked.setExitDelay(delay);
    }

    /// @dev Takes out all that an account has there.
    function _leave(address who) private {
        _setExitDelay(0);
        if (staked.balanceOf(who) > 0) _requestExit(who, staked.balanceOf(who));
        uint256 count = staked.exitCount(who);
        for (uint256 i; i < count; ++i) {
            vm.prank(who);
            staked.exit(i, who);
        }
    }

    function _domain() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Staked Tensora"),
                keccak256("1"),
                block.chainid,
                address(staked)
            )
        );
    }
}
