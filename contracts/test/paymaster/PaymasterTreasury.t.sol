// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {IToraPaymaster} from "../../src/interfaces/paymaster/IToraPaymaster.sol";
import {ToraPaymaster} from "../../src/paymaster/ToraPaymaster.sol";
import {PaymasterWorld} from "./support/PaymasterWorld.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {IStakeManager} from "@account-abstraction/contracts/interfaces/IStakeManager.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Who may move the paymaster's money, change its roles, and replace its code.
/// forge-config: default.isolate = true
contract PaymasterTreasuryTest is PaymasterWorld {
    bytes32 private constant DEPOSITOR_ROLE = keccak256("DEPOSITOR_ROLE");
    bytes32 private constant WITHDRAWER_ROLE = keccak256("WITHDRAWER_ROLE");
    bytes32 private constant PRICE_ROLE = keccak256("PRICE_ROLE");

    /// @dev Every role is held by who was named, and by nobody else: the deployer has none.
    function test_rolesFromTheStart() public view {
        vm.assertEq(paymaster.owner(), TIMELOCK);
        vm.assertEq(paymaster.upgradeManager(), UPGRADER);
        vm.assertEq(paymaster.guardian(), GUARDIAN);
        _assertOnlyMember(DEPOSITOR_ROLE, DEPOSITOR);
        _assertOnlyMember(WITHDRAWER_ROLE, WITHDRAWER);
        _assertOnlyMember(PRICE_ROLE, CONFIRMER);
        vm.assertEq(paymaster.getRoleMemberCount(bytes32(0)), 0);
    }

    function test_rolesMayBeLeftEmpty() public {
        IToraPaymaster.Holders memory holders;
        (holders.owner, holders.upgradeManager) = (TIMELOCK, UPGRADER);
        address implementation = address(new ToraPaymaster(ENTRY_POINT, tora));
        ToraPaymaster other = ToraPaymaster(
            _proxy(implementation, abi.encodeCall(ToraPaymaster.initialize, (holders, source, _terms())))
        );
        vm.assertEq(other.getRoleMemberCount(DEPOSITOR_ROLE), 0);
        vm.assertEq(other.getRoleMemberCount(WITHDRAWER_ROLE), 0);
        vm.assertEq(other.getRoleMemberCount(PRICE_ROLE), 0);
    }

    function test_theOwnerGivesAndTakesRoles() public {
        vm.prank(TIMELOCK);
        paymaster.grantRole(WITHDRAWER_ROLE, DESTINATION);
        vm.assertTrue(paymaster.hasRole(WITHDRAWER_ROLE, DESTINATION), "not given");
        vm.prank(TIMELOCK);
        paymaster.revokeRole(WITHDRAWER_ROLE, DESTINATION);
        vm.assertFalse(paymaster.hasRole(WITHDRAWER_ROLE, DESTINATION), "not taken");
    }

    function test_nobodyElseGivesAndTakesRoles(address other) public {
        vm.assume(other != TIMELOCK);
        cheats.expectRevert();
        vm.prank(other);
        paymaster.grantRole(WITHDRAWER_ROLE, other);
        cheats.expectRevert();
        vm.prank(other);
        paymaster.revokeRole(WITHDRAWER_ROLE, WITHDRAWER);
    }

    function test_depositAndStake() public {
        uint256 before = paymaster.depositBalance();
        vm.deal(DEPOSITOR, 3 ether);
        vm.prank(DEPOSITOR);
        paymaster.deposit{value: 1 ether}();
        vm.assertEq(paymaster.depositBalance() - before, 1 ether);
        vm.prank(DEPOSITOR);
        paymaster.addStake{value: 2 ether}(2 days);
        IStakeManager.DepositInfo memory info = ENTRY_POINT.getDepositInfo(address(paymaster));
        vm.assertTrue(info.staked, "not staked");
        vm.assertEq(info.stake, 3 ether);
        vm.assertEq(info.unstakeDelaySec, 2 days);
    }

    function test_unstaking() public {
        vm.prank(WITHDRAWER);
        paymaster.unlockStake();
        cheats.expectRevert();
        vm.prank(WITHDRAWER);
        paymaster.withdrawStake(payable(DESTINATION));
        cheats.warp(block.timestamp + 1 days);
        vm.prank(WITHDRAWER);
        paymaster.withdrawStake(payable(DESTINATION));
        vm.assertEq(DESTINATION.balance, 1 ether);
    }

    function test_withdrawing(uint256 amount) public {
        uint256 all = paymaster.depositBalance();
        amount = bound(amount, 0, all);
        vm.prank(WITHDRAWER);
        paymaster.withdrawDeposit(payable(DESTINATION), amount);
        vm.assertEq(DESTINATION.balance, amount);
        vm.assertEq(paymaster.depositBalance(), all - amount);

        tora.mint(address(paymaster), 100);
        cheats.expectEmit(true, false, false, true, address(paymaster));
        emit IToraPaymaster.ToraWithdrawn(DESTINATION, 100);
        vm.prank(WITHDRAWER);
        paymaster.withdrawTora(DESTINATION, 100);
        vm.assertEq(tora.balanceOf(DESTINATION), 100);
    }

    function test_onlyTheirRolesMoveMoney(address other) public {
        vm.assume(other != DEPOSITOR && other != WITHDRAWER);
        vm.deal(other, 2 ether);
        bytes memory notDepositor = _missing(other, DEPOSITOR_ROLE);
        bytes memory notWithdrawer = _missing(other, WITHDRAWER_ROLE);
        cheats.expectRevert(notDepositor);
        vm.prank(other);
        paymaster.deposit{value: 1}();
        cheats.expectRevert(notDepositor);
        vm.prank(other);
        paymaster.addStake{value: 1}(1 days);
        cheats.expectRevert(notWithdrawer);
        vm.prank(other);
        paymaster.unlockStake();
        cheats.expectRevert(notWithdrawer);
        vm.prank(other);
        paymaster.withdrawStake(payable(other));
        cheats.expectRevert(notWithdrawer);
        vm.prank(other);
        paymaster.withdrawDeposit(payable(other), 1);
        cheats.expectRevert(notWithdrawer);
        vm.prank(other);
        paymaster.withdrawTora(other, 1);
    }

    function test_anUninitialisedImplementationIsLocked() public {
        ToraPaymaster implementation = new ToraPaymaster(ENTRY_POINT, tora);
        IToraPaymaster.Holders memory holders;
        cheats.expectRevert(abi.encodeWithSelector(Initializable.InvalidInitialization.selector));
        implementation.initialize(holders, source, _terms());
        cheats.expectRevert(abi.encodeWithSelector(Initializable.InvalidInitialization.selector));
        paymaster.initialize(holders, source, _terms());
    }

    function test_onlyTheUpgradeManagerUpgrades(address other) public {
        vm.assume(other != UPGRADER);
        address next = address(new ToraPaymaster(ENTRY_POINT, tora));
        cheats.expectRevert(
            abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, other, UPGRADER)
        );
        vm.prank(other);
        paymaster.upgradeToAndCall(next, "");

        // Code that could never be upgraded again.
        address notUups = address(source);
        cheats.expectRevert(
            abi.encodeWithSelector(ERC1967Utils.ERC1967InvalidImplementation.selector, notUups)
        );
        vm.prank(UPGRADER);
        paymaster.upgradeToAndCall(notUups, "");
    }

    function test_anUpgradeKeepsPriceRolesAndBalances() public {
        address next = address(new ToraPaymaster(ENTRY_POINT, tora));
        vm.prank(UPGRADER);
        paymaster.upgradeToAndCall(next, "");
        test_rolesFromTheStart();
        vm.assertEq(paymaster.lastPrice().value, PRICE);
        _account(1, 1e26);
        (uint256 cost, uint256 paid) = _settle(_operation(1));
        _assertNoLoss(cost, paid);
    }

    function test_theConstructorChecksItsPartners() public {
        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.NotAContract.selector, address(999)));
        new ToraPaymaster(IEntryPoint(address(999)), tora);
        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.NotAContract.selector, address(999)));
        new ToraPaymaster(ENTRY_POINT, IERC20(address(999)));
        cheats.expectRevert(abi.encodeWithSelector(IToraPaymaster.WrongEntryPoint.selector, address(tora)));
        new ToraPaymaster(IEntryPoint(address(tora)), tora);
        vm.assertEq(address(paymaster.ENTRY_POINT()), address(ENTRY_POINT));
        vm.assertEq(address(paymaster.TORA()), address(tora));
    }

    function _assertOnlyMember(bytes32 role, address member) private view {
        vm.assertEq(paymaster.getRoleMemberCount(role), 1);
        vm.assertEq(paymaster.getRoleMember(role, 0), member);
    }

    function _missing(address account, bytes32 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, role);
    }
}
