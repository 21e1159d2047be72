// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IGoverned} from "../../src/interfaces/governance/IGoverned.sol";
import {IGuarded} from "../../src/interfaces/governance/IGuarded.sol";
import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {GuardedThing, GuardedThingV2} from "./support/Implementations.sol";
import {ProtocolTest} from "./support/ProtocolTest.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/// @notice What owner, guardian and upgrade manager may do with any contract of the protocol, and may not.
contract GuardedTest is ProtocolTest {
    address private constant OWNER = address(0x71);
    address private constant MANAGER = address(0x72);
    bytes4 private constant PAUSED = bytes4(keccak256("EnforcedPause()"));

    GuardedThing private thing;
    address private code;

    function setUp() public {
        code = address(new GuardedThing());
        thing = GuardedThing(_proxy(code, _call(OWNER, MANAGER, GUARDIAN)));
    }

    function _call(address owner, address manager, address guardian) private pure returns (bytes memory) {
        return abi.encodeCall(GuardedThing.initialize, (owner, manager, guardian));
    }

    // -- pausing

    function test_guardianAndOwnerPause() public {
        address[2] memory both = [GUARDIAN, OWNER];
        for (uint256 i; i < 2; ++i) {
            vm.prank(both[i]);
            thing.pause();
            vm.assertTrue(thing.paused(), "goes on");
            vm.expectRevert(PAUSED);
            thing.toil();
            vm.prank(both[1 - i]);
            thing.unpause();
            thing.toil();
            vm.assertEq(thing.work(), i + 1);
        }
    }

    function test_nobodyElsePauses(address caller) public {
        vm.assume(caller != GUARDIAN && caller != OWNER);
        _expect(abi.encodeWithSelector(IGuarded.NotGuardianOrOwner.selector, caller));
        vm.prank(caller);
        thing.pause();
        vm.prank(GUARDIAN);
        thing.pause();
        _expect(abi.encodeWithSelector(IGuarded.NotGuardianOrOwner.selector, caller));
        vm.prank(caller);
        thing.unpause();
    }

    /// @dev Nor does the upgrade manager, which sees to code alone.
    function test_theGuardianHasNoOtherPower() public {
        _assertNoOwner(GUARDIAN);
        _assertNoOwner(MANAGER);
        _expectNotManager(GUARDIAN);
        vm.prank(GUARDIAN);
        thing.upgradeToAndCall(code, "");
    }

    // -- the guardian

    function test_theOwnerReplacesTheGuardian() public {
        cheats.expectEmit(address(thing));
        emit IGuarded.GuardianSet(GUARDIAN, STRANGER);
        vm.prank(OWNER);
        thing.setGuardian(STRANGER);
        vm.assertEq(thing.guardian(), STRANGER);
        _expect(abi.encodeWithSelector(IGuarded.NotGuardianOrOwner.selector, GUARDIAN));
        vm.prank(GUARDIAN);
        thing.pause();
        vm.prank(STRANGER);
        thing.pause();
    }

    function test_withoutAGuardianTheOwnerPauses() public {
        vm.prank(OWNER);
        thing.setGuardian(address(0));
        _expect(abi.encodeWithSelector(IGuarded.NotGuardianOrOwner.selector, GUARDIAN));
        vm.prank(GUARDIAN);
        thing.pause();
        vm.prank(OWNER);
        thing.pause();
        vm.assertTrue(thing.paused(), "goes on");
    }

    // -- the owner

    function test_ownershipCannotBeRenounced() public {
        vm.expectRevert(IGoverned.OwnershipCannotBeRenounced.selector);
        vm.prank(OWNER);
        thing.renounceOwnership();
        _expectNotOwner(STRANGER);
        vm.prank(STRANGER);
        thing.renounceOwnership();
        vm.assertEq(thing.owner(), OWNER);
    }

    function test_ownershipGoesToContractsOnly() public {
        _expect(abi.encodeWithSelector(IGoverned.OwnerWithoutCode.selector, STRANGER));
        vm.prank(OWNER);
        thing.transferOwnership(STRANGER);
        _expect(abi.encodeWithSignature("OwnableInvalidOwner(address)", address(0)));
        vm.prank(OWNER);
        thing.transferOwnership(address(0));
        vm.prank(OWNER);
        thing.transferOwnership(address(this));
        vm.assertEq(thing.owner(), address(this));
        _assertNoOwner(OWNER);
        thing.setGuardian(STRANGER);
    }

    /// @dev An owner sets parameters, and code is none.
    function test_theOwnerDoesNotUpgrade() public {
        _expectNotManager(OWNER);
        vm.prank(OWNER);
        thing.upgradeToAndCall(code, "");
    }

    // -- the code

    function test_onlyTheManagerUpgrades(address caller) public {
        vm.assume(caller != MANAGER);
        _expectNotManager(caller);
        vm.prank(caller);
        thing.upgradeToAndCall(code, "");
    }

    function test_anUpgradeKeepsPowersAndState() public {
        thing.toil();
        vm.prank(GUARDIAN);
        thing.pause();
        address next = address(new GuardedThingV2());
        vm.prank(MANAGER);
        thing.upgradeToAndCall(next, abi.encodeCall(GuardedThingV2.migrate, (7)));
        vm.assertEq(_implementationOf(address(thing)), next);
        vm.assertEq(GuardedThingV2(address(thing)).rest(), 7);
        vm.assertEq(thing.work(), 1);
        vm.assertEq(thing.owner(), OWNER);
        vm.assertEq(thing.guardian(), GUARDIAN);
        vm.assertEq(thing.upgradeManager(), MANAGER);
        vm.assertTrue(thing.paused(), "goes on");
    }

    function test_isInitialisedOnceAndItsCodeNever() public {
        _expectInitialized();
        thing.initialize(STRANGER, STRANGER, STRANGER);
        _expectInitialized();
        GuardedThing(code).initialize(STRANGER, STRANGER, STRANGER);
    }

    function test_needsAnOwnerAndAManager() public {
        bytes memory call = _call(address(0), MANAGER, GUARDIAN);
        _expect(abi.encodeWithSignature("OwnableInvalidOwner(address)", address(0)));
        new ERC1967Proxy(code, call);
        call = _call(OWNER, address(0), GUARDIAN);
        vm.expectRevert(IUpgradeManaged.NoUpgradeManager.selector);
        new ERC1967Proxy(code, call);
    }

    /// @dev Where no variable of an heir can ever be.
    function test_keepsItsStorageInNamespaces() public view {
        vm.assertEq(_addressAt("tensora.storage.Guarded"), GUARDIAN);
        vm.assertEq(_addressAt("tensora.storage.UpgradeManaged"), MANAGER);
        vm.assertEq(_addressAt("openzeppelin.storage.Ownable"), OWNER);
    }

    function _addressAt(string memory namespace) private view returns (address) {
        return address(uint160(uint256(cheats.load(address(thing), _namespace(namespace)))));
    }

    function _assertNoOwner(address caller) private {
        _expectNotOwner(caller);
        vm.prank(caller);
        thing.setGuardian(caller);
        _expectNotOwner(caller);
        vm.prank(caller);
        thing.transferOwnership(address(this));
    }

    function _expectNotManager(address caller) private {
        _expect(abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, caller, MANAGER));
    }
}
