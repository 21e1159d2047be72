// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {
    ILegacyMintableERC20,
    IOptimismMintableERC20
} from "../../src/interfaces/bridge/IOptimismMintableERC20.sol";
import {IGuarded} from "../../src/interfaces/governance/IGuarded.sol";
import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {IToraToken} from "../../src/interfaces/token/IToraToken.sol";
import {ToraToken} from "../../src/token/ToraToken.sol";
import {PermitTest} from "./support/Permits.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @notice What has the grant: any contract.
contract Collector {
    function collect(ToraToken token, address from, address to, uint256 value) external {
        token.transferFrom(from, to, value);
    }
}

/// @notice TORA on the rollup: who mints, and what the paymaster's grant is worth.
contract ToraTokenTest is PermitTest {
    address private constant BRIDGE = 0x4200000000000000000000000000000000000010;
    address private constant REMOTE = address(0x3704A);
    address private constant OWNER = address(0x71);
    address private constant MANAGER = address(0x72);
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);

    ToraToken private tora;
    Collector private paymaster;
    Collector private other;
    address private code;

    function setUp() public {
        cheats.warp(START);
        code = address(new ToraToken(BRIDGE, REMOTE, 18));
        tora = ToraToken(_proxy(code, abi.encodeCall(ToraToken.initialize, (OWNER, MANAGER, GUARDIAN))));
        (paymaster, other) = (new Collector(), new Collector());
        _setPaymaster(address(paymaster));
        vm.prank(BRIDGE);
        tora.mint(ALICE, 100 ether);
    }

    function _permitted() internal view override returns (address, string memory) {
        return (address(tora), "Tensora");
    }

    function _setPaymaster(address account) private {
        vm.prank(OWNER);
        tora.setPaymaster(account);
    }

    function _suspend(bool suspended) private {
        vm.prank(GUARDIAN);
        tora.suspendPaymaster(suspended);
    }

    function _expectNoAllowance(address spender, uint256 allowance, uint256 needed) private {
        _expect(
            abi.encodeWithSignature(
                "ERC20InsufficientAllowance(address,uint256,uint256)", spender, allowance, needed
            )
        );
    }

    /// @dev A caller without an address, as simulations have it, must not pass for a paymaster that is not there.
    function test_withoutAPaymasterNobodyHasTheGrant() public {
        _setPaymaster(address(0));
        vm.assertEq(tora.allowance(ALICE, address(0)), 0);
        vm.assertEq(tora.allowance(ALICE, address(paymaster)), 0);
    }

    // -- the bridge

    function test_onlyTheBridgeMintsAndBurns(address caller) public {
        vm.assume(caller != BRIDGE);
        _expect(abi.encodeWithSelector(IToraToken.NotBridge.selector, caller));
        vm.prank(caller);
        tora.mint(caller, 1);
        _expect(abi.encodeWithSelector(IToraToken.NotBridge.selector, caller));
        vm.prank(caller);
        tora.burn(caller, 0);
    }

    /// @dev Nor do those who have power over the token.
    function test_neitherOwnerNorGuardianNorPaymasterMints() public {
        address[4] memory others = [OWNER, GUARDIAN, MANAGER, address(paymaster)];
        for (uint256 i; i < others.length; ++i) {
            _expect(abi.encodeWithSelector(IToraToken.NotBridge.selector, others[i]));
            vm.prank(others[i]);
            tora.mint(others[i], 1);
        }
    }

    function test_mintsAndBurnsWhatTheBridgeSays(uint256 minted, uint256 burned) public {
        minted = bound(minted, 0, type(uint128).max);
        burned = bound(burned, 0, minted);
        cheats.expectEmit(address(tora));
        emit IToraToken.Mint(BOB, minted);
        vm.prank(BRIDGE);
        tora.mint(BOB, minted);
        vm.assertEq(tora.balanceOf(BOB), minted);
        vm.assertEq(tora.totalSupply(), 100 ether + minted);
        cheats.expectEmit(address(tora));
        emit IToraToken.Burn(BOB, burned);
        vm.prank(BRIDGE);
        tora.burn(BOB, burned);
        vm.assertEq(tora.balanceOf(BOB), minted - burned);
        vm.assertEq(tora.totalSupply(), 100 ether + minted - burned);
    }

    function test_theBridgeBurnsNoMoreThanThereIs() public {
        _expect(
            abi.encodeWithSignature(
                "ERC20InsufficientBalance(address,uint256,uint256)", ALICE, 100 ether, 100 ether + 1
            )
        );
        vm.prank(BRIDGE);
        tora.burn(ALICE, 100 ether + 1);
    }

    /// @dev The bridge looks for one interface or the other, and asks for the remote token by either name.
    function test_theBridgeFindsItsInterfaces() public view {
        vm.assertTrue(tora.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        vm.assertTrue(tora.supportsInterface(type(IOptimismMintableERC20).interfaceId), "mintable");
        vm.assertTrue(tora.supportsInterface(type(ILegacyMintableERC20).interfaceId), "legacy");
        vm.assertTrue(tora.supportsInterface(0xec4fc8e3), "mintable, as the bridge has it");
        vm.assertTrue(tora.supportsInterface(0x1d1d8b63), "legacy, as the bridge has it");
        vm.assertFalse(tora.supportsInterface(0xffffffff), "everything");
        vm.assertEq(tora.bridge(), BRIDGE);
        vm.assertEq(tora.l2Bridge(), BRIDGE);
        vm.assertEq(tora.remoteToken(), REMOTE);
        vm.assertEq(tora.l1Token(), REMOTE);
    }

    // -- transfers

    /// @dev No tax, towards nobody.
    function test_whatIsSentArrives(uint256 value) public {
        value = bound(value, 0, 100 ether);
        vm.prank(ALICE);
        tora.transfer(BOB, value);
        vm.assertEq(tora.balanceOf(BOB), value);
        vm.assertEq(tora.balanceOf(ALICE), 100 ether - value);
        vm.assertEq(tora.totalSupply(), 100 ether);
    }

    function test_othersNeedAnAllowance() public {
        _expectNoAllowance(address(other), 0, 1);
        other.collect(tora, ALICE, address(other), 1);
        vm.prank(ALICE);
        tora.approve(address(other), 5);
        _expectNoAllowance(address(other), 5, 6);
        other.collect(tora, ALICE, address(other), 6);
        other.collect(tora, ALICE, BOB, 5);
        vm.assertEq(tora.allowance(ALICE, address(other)), 0);
        vm.assertEq(tora.balanceOf(BOB), 5);
    }

    // -- the grant

    /// @dev From every account, without an approval and without using one up.
    function test_thePaymasterDebitsByDesign(address from, uint256 value) public {
        vm.assume(from != address(0) && from != address(paymaster) && from != ALICE);
        value = bound(value, 0, type(uint128).max);
        vm.prank(BRIDGE);
        tora.mint(from, value);
        vm.assertEq(tora.allowance(from, address(paymaster)), type(uint256).max);
        paymaster.collect(tora, from, address(paymaster), value);
        vm.assertEq(tora.balanceOf(address(paymaster)), value);
        vm.assertEq(tora.allowance(from, address(paymaster)), type(uint256).max);
    }

    function test_thePaymasterDebitsToItselfOnly(address to) public {
        vm.assume(to != address(paymaster));
        _expect(abi.encodeWithSelector(IToraToken.PaymasterMayOnlyDebitToItself.selector, to));
        paymaster.collect(tora, ALICE, to, 1);
        // An allowance of old does not widen it.
        vm.prank(ALICE);
        tora.approve(address(paymaster), 1);
        _expect(abi.encodeWithSelector(IToraToken.PaymasterMayOnlyDebitToItself.selector, to));
        paymaster.collect(tora, ALICE, to, 1);
    }

    function test_thePaymasterDebitsNoMoreThanThereIs() public {
        _expect(
            abi.encodeWithSignature(
                "ERC20InsufficientBalance(address,uint256,uint256)", ALICE, 100 ether, 100 ether + 1
            )
        );
        paymaster.collect(tora, ALICE, address(paymaster), 100 ether + 1);
    }

    function test_theGrantGoesToAnotherWhole() public {
        cheats.expectEmit(address(tora));
        emit IToraToken.PaymasterSet(address(paymaster), address(other));
        _setPaymaster(address(other));
        _expectNoAllowance(address(paymaster), 0, 1);
        paymaster.collect(tora, ALICE, address(paymaster), 1);
        other.collect(tora, ALICE, address(other), 1);
        vm.assertEq(tora.balanceOf(address(other)), 1);
        _setPaymaster(address(0));
        _expectNoAllowance(address(other), 0, 1);
        other.collect(tora, ALICE, address(other), 1);
    }

    /// @dev A key must not hold it; nor may anyone but the timelock give it.
    function test_theGrantIsGivenToContractsByTheOwner(address caller) public {
        vm.assume(caller != OWNER);
        _expect(abi.encodeWithSelector(IToraToken.PaymasterWithoutCode.selector, BOB));
        _setPaymaster(BOB);
        _expectNotOwner(caller);
        vm.prank(caller);
        tora.setPaymaster(address(other));
    }

    /// @dev It falls back to what the account approved, as for anyone.
    function test_aSuspendedGrantIsVoid() public {
        vm.prank(ALICE);
        tora.approve(address(paymaster), 5);
        cheats.expectEmit(address(tora));
        emit IToraToken.PaymasterSuspended(true, GUARDIAN);
        _suspend(true);
        vm.assertEq(tora.allowance(ALICE, address(paymaster)), 5);
        vm.assertEq(tora.allowance(BOB, address(paymaster)), 0);
        _expectNoAllowance(address(paymaster), 5, 6);
        paymaster.collect(tora, ALICE, address(paymaster), 6);
        paymaster.collect(tora, ALICE, BOB, 5);
        vm.assertEq(tora.balanceOf(BOB), 5);
        _suspend(false);
        paymaster.collect(tora, ALICE, address(paymaster), 6);
    }

    function test_aSuspensionStopsNoTransfer() public {
        _suspend(true);
        vm.prank(ALICE);
        tora.transfer(BOB, 1);
        vm.assertEq(tora.balanceOf(BOB), 1);
    }

    function test_aNewGrantIsNotSuspended() public {
        _suspend(true);
        _setPaymaster(address(other));
        vm.assertFalse(tora.paymasterSuspended(), "suspended");
        other.collect(tora, ALICE, address(other), 1);
    }

    function test_guardianAndOwnerSuspend(address caller) public {
        vm.assume(caller != GUARDIAN && caller != OWNER);
        _expect(abi.encodeWithSelector(IGuarded.NotGuardianOrOwner.selector, caller));
        vm.prank(caller);
        tora.suspendPaymaster(true);
        vm.prank(OWNER);
        tora.suspendPaymaster(true);
        vm.assertTrue(tora.paymasterSuspended(), "not suspended");
    }

    // -- what it is

    function test_isSetUpAsAsked() public {
        vm.assertEq(tora.name(), "Tensora");
        vm.assertEq(tora.symbol(), "TORA");
        vm.assertEq(tora.decimals(), 18);
        vm.assertEq(new ToraToken(BRIDGE, REMOTE, 6).decimals(), 6);
        vm.assertEq(tora.paymaster(), address(paymaster));
        vm.assertEq(tora.owner(), OWNER);
        vm.assertEq(tora.guardian(), GUARDIAN);
    }

    function test_isNotMadeWithoutItsEnds() public {
        vm.expectRevert(IToraToken.ZeroAddress.selector);
        new ToraToken(address(0), REMOTE, 18);
        vm.expectRevert(IToraToken.ZeroAddress.selector);
        new ToraToken(BRIDGE, address(0), 18);
    }

    function test_isInitialisedOnceAndItsCodeNever() public {
        _expectInitialized();
        tora.initialize(STRANGER, STRANGER, STRANGER);
        _expectInitialized();
        ToraToken(code).initialize(STRANGER, STRANGER, STRANGER);
    }

    function test_onlyTheManagerUpgrades() public {
        address next = address(new ToraToken(BRIDGE, REMOTE, 18));
        address[3] memory others = [OWNER, GUARDIAN, address(paymaster)];
        for (uint256 i; i < others.length; ++i) {
            _expect(abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, others[i], MANAGER));
            vm.prank(others[i]);
            tora.upgradeToAndCall(next, "");
        }
        vm.prank(MANAGER);
        tora.upgradeToAndCall(next, "");
        vm.assertEq(tora.balanceOf(ALICE), 100 ether);
        paymaster.collect(tora, ALICE, address(paymaster), 1);
    }

    function test_keepsItsStorageInItsNamespace() public {
        _suspend(true);
        bytes32 word = cheats.load(address(tora), _namespace("tensora.storage.ToraToken"));
        vm.assertEq(uint256(word), 1 << 160 | uint256(uint160(address(paymaster))));
    }
}
