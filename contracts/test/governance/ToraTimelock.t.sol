// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ToraTimelock} from "../../src/governance/ToraTimelock.sol";
import {IToraTimelock} from "../../src/interfaces/governance/IToraTimelock.sol";
import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {GovernanceTest} from "./support/GovernanceTest.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/// @notice Executes an operation of the timelock a second time from within.
contract Impatient {
    bytes private call;

    function prepare(bytes calldata call_) external {
        call = call_;
    }

    function act() external {
        bytes memory again = call;
        call = "";
        if (again.length == 0) return;
        (bool done,) = msg.sender.call(again);
        require(done);
    }
}

/// @notice The delay, its floor, and that there is no way around it.
contract ToraTimelockTest is GovernanceTest {
    bytes32 private constant SALT = "salt";

    /// @dev The governor's operations come from its address, here without a vote.
    function _schedule(address target, bytes memory data, uint256 delay) private returns (bytes32) {
        vm.prank(address(governor));
        timelock.schedule(target, 0, data, 0, SALT, delay);
        return timelock.hashOperation(target, 0, data, 0, SALT);
    }

    function _run(address target, bytes memory data) private {
        timelock.execute(target, 0, data, 0, SALT);
    }

    function _expectNotReady() private {
        cheats.expectPartialRevert(TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector);
    }

    function _expectMissingRole(address caller, bytes32 role) private {
        _expect(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, caller, role)
        );
    }

    // -- roles

    /// @dev The roles as the deployment leaves them.
    function test_whoHasWhichRole() public view {
        bytes32 admin = bytes32(0);
        address[5] memory accounts =
            [address(governor), GUARDIAN, address(timelock), address(this), address(0)];
        for (uint256 i; i < accounts.length; ++i) {
            vm.assertTrue(timelock.hasRole(PROPOSER_ROLE, accounts[i]) == (i == 0), "proposer");
            vm.assertTrue(timelock.hasRole(CANCELLER_ROLE, accounts[i]) == (i <= 1), "canceller");
            vm.assertTrue(timelock.hasRole(admin, accounts[i]) == (i == 2), "admin");
            vm.assertTrue(timelock.hasRole(EXECUTOR_ROLE, accounts[i]) == (i == 4), "executor");
        }
    }

    function test_onlyTheGovernorSchedules(address caller) public {
        vm.assume(caller != address(governor));
        _expectMissingRole(caller, PROPOSER_ROLE);
        vm.prank(caller);
        timelock.schedule(address(staked), 0, "", 0, SALT, DELAY);
    }

    /// @dev Neither who deployed it, nor the guardian, nor the governor without the delay.
    function test_onlyADecisionChangesRoles() public {
        address[3] memory others = [address(this), GUARDIAN, address(governor)];
        for (uint256 i; i < others.length; ++i) {
            _expectMissingRole(others[i], bytes32(0));
            vm.prank(others[i]);
            timelock.grantRole(PROPOSER_ROLE, others[i]);
            _expectMissingRole(others[i], bytes32(0));
            vm.prank(others[i]);
            timelock.revokeRole(CANCELLER_ROLE, GUARDIAN);
        }
        bytes memory call = abi.encodeCall(timelock.revokeRole, (CANCELLER_ROLE, GUARDIAN));
        _schedule(address(timelock), call, DELAY);
        cheats.warp(START + 1 + DELAY);
        _run(address(timelock), call);
        vm.assertFalse(timelock.hasRole(CANCELLER_ROLE, GUARDIAN), "still there");
    }

    function test_strangersCancelNothing() public {
        bytes memory call = abi.encodeCall(staked.setExitDelay, (3 days));
        bytes32 id = _schedule(address(staked), call, DELAY);
        _expectMissingRole(STRANGER, CANCELLER_ROLE);
        vm.prank(STRANGER);
        timelock.cancel(id);
    }

    /// @dev Until it is done, and not after.
    function test_theGuardianCancelsWhatIsDue() public {
        bytes memory call = abi.encodeCall(staked.setExitDelay, (3 days));
        bytes32 id = _schedule(address(staked), call, DELAY);
        cheats.warp(START + 1 + DELAY);
        vm.prank(GUARDIAN);
        timelock.cancel(id);
        _expectNotReady();
        _run(address(staked), call);
        _schedule(address(staked), call, DELAY);
        cheats.warp(START + 1 + 2 * DELAY);
        _run(address(staked), call);
        _expectNotReady();
        vm.prank(GUARDIAN);
        timelock.cancel(id);
    }

    // -- the delay

    function test_waitsToTheSecond() public {
        bytes memory call = abi.encodeCall(staked.setExitDelay, (3 days));
        _schedule(address(staked), call, DELAY);
        cheats.warp(START + DELAY);
        _expectNotReady();
        _run(address(staked), call);
        cheats.warp(START + 1 + DELAY);
        vm.prank(STRANGER);
        _run(address(staked), call);
        vm.assertEq(staked.exitDelay(), 3 days);
        _expectNotReady();
        _run(address(staked), call);
    }

    function test_nothingIsScheduledInLessThanTheDelay() public {
        _expect(
            abi.encodeWithSelector(
                TimelockControllerUpgradeable.TimelockInsufficientDelay.selector, DELAY - 1, DELAY
            )
        );
        vm.prank(address(governor));
        timelock.schedule(address(staked), 0, "", 0, SALT, DELAY - 1);
    }

    /// @dev What is executed is what was scheduled, to the byte.
    function test_whatWaitedIsWhatIsDone() public {
        bytes memory call = abi.encodeCall(staked.setExitDelay, (3 days));
        _schedule(address(staked), call, DELAY);
        cheats.warp(START + 1 + DELAY);
        _expectNotReady();
        _run(address(staked), abi.encodeCall(staked.setExitDelay, (4 days)));
        _expectNotReady();
        _run(address(tora), call);
        _expectNotReady();
        timelock.execute(address(staked), 1, call, 0, SALT);
        _expectNotReady();
        timelock.execute(address(staked), 0, call, 0, "another");
    }

    function test_aPredecessorComesFirst() public {
        bytes memory first = abi.encodeCall(staked.setExitDelay, (3 days));
        bytes memory second = abi.encodeCall(staked.setExitDelay, (4 days));
        bytes32 id = _schedule(address(staked), first, DELAY);
        vm.prank(address(governor));
        timelock.schedule(address(staked), 0, second, id, SALT, DELAY);
        cheats.warp(START + 1 + DELAY);
        _expect(
            abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnexecutedPredecessor.selector, id)
        );
        timelock.execute(address(staked), 0, second, id, SALT);
        _run(address(staked), first);
        timelock.execute(address(staked), 0, second, id, SALT);
        vm.assertEq(staked.exitDelay(), 4 days);
    }

    function test_anOperationIsNotDoneFromWithinItself() public {
        Impatient target = new Impatient();
        bytes memory call = abi.encodeCall(target.act, ());
        _schedule(address(target), call, DELAY);
        target.prepare(abi.encodeCall(timelock.execute, (address(target), 0, call, 0, SALT)));
        cheats.warp(START + 1 + DELAY);
        _expectNotReady();
        _run(address(target), call);
        target.prepare("");
        _run(address(target), call);
    }

    // -- its floor

    function test_theDelayIsNeverBelowTheFloor() public {
        address code = address(new ToraTimelock(DELAY));
        bytes memory call = _timelockCall(DELAY - 1);
        _expect(abi.encodeWithSelector(IToraTimelock.DelayTooShort.selector, DELAY - 1, DELAY));
        new ERC1967Proxy(code, call);
        ToraTimelock made = ToraTimelock(payable(_proxy(code, _timelockCall(DELAY))));
        vm.assertEq(made.getMinDelay(), DELAY);
        vm.assertEq(made.leastDelay(), DELAY);
    }

    function test_aDecisionShortensTheDelayToTheFloor() public {
        _change(3 days);
        cheats.warp(START + 1 + DELAY);
        _run(address(timelock), abi.encodeCall(timelock.updateDelay, (3 days)));
        vm.assertEq(timelock.getMinDelay(), 3 days);
        _change(DELAY - 1);
        _change(DELAY);
        cheats.warp(START + 1 + DELAY + 3 days);
        _expect(abi.encodeWithSelector(IToraTimelock.DelayTooShort.selector, DELAY - 1, DELAY));
        _run(address(timelock), abi.encodeCall(timelock.updateDelay, (DELAY - 1)));
        _run(address(timelock), abi.encodeCall(timelock.updateDelay, (DELAY)));
        vm.assertEq(timelock.getMinDelay(), DELAY);
    }

    function test_nobodyElseChangesTheDelay(address caller) public {
        vm.assume(caller != address(timelock));
        _expect(
            abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnauthorizedCaller.selector, caller)
        );
        vm.prank(caller);
        timelock.updateDelay(DELAY);
    }

    function test_anUpgradeWithAHigherFloorLiftsTheDelay() public {
        address code = address(new ToraTimelock(10 days));
        vm.prank(address(manager));
        timelock.upgradeToAndCall(code, "");
        vm.assertEq(timelock.getMinDelay(), 10 days);
        vm.assertTrue(timelock.hasRole(PROPOSER_ROLE, address(governor)), "roles are gone");
        _expect(
            abi.encodeWithSelector(
                TimelockControllerUpgradeable.TimelockInsufficientDelay.selector, DELAY, 10 days
            )
        );
        vm.prank(address(governor));
        timelock.schedule(address(staked), 0, "", 0, SALT, DELAY);
    }

    // -- its code

    /// @dev OpenZeppelin's initialiser would leave the proxy without an upgrade manager.
    function test_theInheritedInitialiserIsRefused() public {
        address[] memory none;
        bytes memory call = abi.encodeWithSignature(
            "initialize(uint256,address[],address[],address)", DELAY, none, none, STRANGER
        );
        address code = address(new ToraTimelock(DELAY));
        vm.expectRevert(IUpgradeManaged.NoUpgradeManager.selector);
        new ERC1967Proxy(code, call);
    }

    function test_isInitialisedOnceAndItsCodeNever() public {
        address[] memory none;
        ToraTimelock code = new ToraTimelock(DELAY);
        _expectInitialized();
        timelock.initialize(DELAY, none, none, STRANGER, STRANGER);
        _expectInitialized();
        code.initialize(DELAY, none, none, STRANGER, STRANGER);
    }

    /// @dev Not even the timelock itself, after the delay.
    function test_onlyTheManagerUpgrades() public {
        address code = address(new ToraTimelock(0));
        bytes memory call = abi.encodeCall(timelock.upgradeToAndCall, (code, ""));
        bytes4 refusal = IUpgradeManaged.NotUpgradeManager.selector;
        _schedule(address(timelock), call, DELAY);
        cheats.warp(START + 1 + DELAY);
        _expect(abi.encodeWithSelector(refusal, timelock, manager));
        _run(address(timelock), call);
        _expect(abi.encodeWithSelector(refusal, governor, manager));
        vm.prank(address(governor));
        timelock.upgradeToAndCall(code, "");
    }

    function _change(uint256 delay) private {
        uint256 wait = timelock.getMinDelay();
        _schedule(address(timelock), abi.encodeCall(timelock.updateDelay, (delay)), wait);
    }
}
