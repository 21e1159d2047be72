// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {UpgradeManager} from "../../src/governance/UpgradeManager.sol";
import {IGoverned} from "../../src/interfaces/governance/IGoverned.sol";
import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {IUpgradeManager} from "../../src/interfaces/governance/IUpgradeManager.sol";
import {
    Foreign,
    GuardedThing,
    GuardedThingV2,
    Mute,
    NotUups,
    Orphan,
    UpgradeManagerV2,
    WrongSlot
} from "./support/Implementations.sol";
import {ProtocolTest} from "./support/ProtocolTest.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @notice The only upgrader. The test stands for the timelock.
contract UpgradeManagerTest is ProtocolTest {
    UpgradeManager private manager;
    GuardedThing private thing;
    address private first;
    address private next;

    function setUp() public {
        cheats.warp(START);
        manager = UpgradeManager(
            _proxy(address(new UpgradeManager()), abi.encodeCall(UpgradeManager.initialize, (address(this))))
        );
        first = address(new GuardedThing());
        next = address(new GuardedThingV2());
        thing = GuardedThing(
            _proxy(
                first, abi.encodeCall(GuardedThing.initialize, (address(this), address(manager), GUARDIAN))
            )
        );
    }

    function _upgrade(address proxy, address code) private {
        manager.upgrade(proxy, code, code.codehash, "");
    }

    // -- good upgrades

    function test_upgradesCallsAndRemembers() public {
        vm.assertEq(manager.versionOf(address(thing)).number, 0);
        cheats.expectEmit(address(manager));
        emit IUpgradeManager.ProxyUpgraded(address(thing), next, 1, next.codehash);
        manager.upgrade(address(thing), next, next.codehash, abi.encodeCall(GuardedThingV2.migrate, (7)));
        vm.assertEq(_implementationOf(address(thing)), next);
        vm.assertEq(GuardedThingV2(address(thing)).rest(), 7);
        _assertVersion(address(thing), 1, START, next);

        cheats.warp(START + 5);
        _upgrade(address(thing), first);
        _assertVersion(address(thing), 2, START + 5, first);
        vm.assertEq(manager.versionOf(address(manager)).number, 0);
    }

    function test_upgradesItselfAtTheSameAddress() public {
        address code = address(new UpgradeManagerV2());
        _upgrade(address(thing), next);
        _upgrade(address(manager), code);
        vm.assertEq(UpgradeManagerV2(address(manager)).generation(), 2);
        _assertVersion(address(manager), 1, START, code);
        _assertVersion(address(thing), 1, START, next);
        vm.assertEq(manager.owner(), address(this));
        _upgrade(address(thing), first);
    }

    // -- who

    function test_onlyTheOwnerUpgrades(address caller) public {
        vm.assume(caller != address(this));
        bytes32 hash = next.codehash;
        _expectNotOwner(caller);
        vm.prank(caller);
        manager.upgrade(address(thing), next, hash, "");
    }

    /// @dev The owner decides through the manager, and not without its checks.
    function test_theOwnerDoesNotUpgradeTheManagerItself() public {
        address code = address(new UpgradeManagerV2());
        _expect(abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, address(this), manager));
        manager.upgradeToAndCall(code, "");
    }

    function test_upgradesNoProxyOfAnother() public {
        GuardedThing other = GuardedThing(
            _proxy(first, abi.encodeCall(GuardedThing.initialize, (address(this), STRANGER, GUARDIAN)))
        );
        bytes32 hash = next.codehash;
        _expect(abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, manager, STRANGER));
        manager.upgrade(address(other), next, hash, "");
    }

    function test_ownershipGoesToContractsAndIsNotRenounced() public {
        vm.expectRevert(IGoverned.OwnershipCannotBeRenounced.selector);
        manager.renounceOwnership();
        _expect(abi.encodeWithSelector(IGoverned.OwnerWithoutCode.selector, STRANGER));
        manager.transferOwnership(STRANGER);
        manager.transferOwnership(address(thing));
        vm.assertEq(manager.owner(), address(thing));
    }

    // -- bad upgrades

    /// @dev What was voted on is what runs, though the address was known before its code.
    function test_otherCodeThanDecidedIsRefused() public {
        bytes32 decided = next.codehash;
        address other = address(new UpgradeManagerV2());
        _expectWrongCode(other, decided, other.codehash);
        manager.upgrade(address(thing), other, decided, "");
        address empty = address(0xE0);
        _expectWrongCode(empty, decided, bytes32(0));
        manager.upgrade(address(thing), empty, decided, "");
        _assertUnchanged();
    }

    function test_anUpgradeToWhatIsNoUupsIsRefused() public {
        address code = address(new NotUups());
        _expect(abi.encodeWithSelector(ERC1967Utils.ERC1967InvalidImplementation.selector, code));
        _upgrade(address(thing), code);
        _assertUnchanged();
    }

    function test_anUpgradeToAnotherKindOfProxyIsRefused() public {
        address code = address(new WrongSlot());
        bytes32 slot = keccak256("another slot");
        _expect(abi.encodeWithSelector(UUPSUpgradeable.UUPSUnsupportedProxiableUUID.selector, slot));
        _upgrade(address(thing), code);
        _assertUnchanged();
    }

    /// @dev Nor to an account without code, though its hash is right.
    function test_anUpgradeToNoCodeIsRefused() public {
        address empty = address(0xE0);
        cheats.expectRevert();
        manager.upgrade(address(thing), empty, empty.codehash, "");
        _assertUnchanged();
    }

    function test_anUpgradeThatTakesTheAuthorityIsRefused() public {
        address[2] memory codes = [address(new Foreign()), address(new Orphan())];
        address[2] memory proxies = [address(thing), address(manager)];
        for (uint256 i; i < 4; ++i) {
            (address proxy, address code) = (proxies[i / 2], codes[i % 2]);
            _expect(abi.encodeWithSelector(IUpgradeManager.UpgradeAuthorityLost.selector, proxy, code));
            _upgrade(proxy, code);
        }
        _assertUnchanged();
    }

    function test_anUpgradeThatSaysNothingIsRefused() public {
        address code = address(new Mute());
        cheats.expectRevert();
        _upgrade(address(thing), code);
        _assertUnchanged();
    }

    function test_aMigrationThatFailsUndoesTheUpgrade() public {
        thing.toil();
        bytes32 hash = next.codehash;
        _expect(abi.encodeWithSelector(GuardedThingV2.NotToday.selector, 1));
        manager.upgrade(address(thing), next, hash, abi.encodeCall(GuardedThingV2.fail, ()));
        _assertUnchanged();
    }

    /// @dev A migration runs once, and the first initialiser not at all.
    function test_aMigrationIsNotRunAgain() public {
        bytes32 hash = next.codehash;
        bytes memory migration = abi.encodeCall(GuardedThingV2.migrate, (7));
        manager.upgrade(address(thing), next, hash, migration);
        _expectInitialized();
        manager.upgrade(address(thing), next, hash, migration);
        _expectInitialized();
        thing.initialize(STRANGER, STRANGER, STRANGER);
    }

    // -- implementations on their own

    function test_isInitialisedOnceAndItsCodeNever() public {
        UpgradeManager code = new UpgradeManager();
        _expectInitialized();
        code.initialize(STRANGER);
        _expectInitialized();
        manager.initialize(STRANGER);
    }

    /// @dev Code that nobody initialised cannot be turned into something else, and so not be destroyed.
    function test_anImplementationIsNotUpgraded() public {
        vm.expectRevert(UUPSUpgradeable.UUPSUnauthorizedCallContext.selector);
        vm.prank(address(manager));
        GuardedThing(first).upgradeToAndCall(next, "");
        vm.expectRevert(UUPSUpgradeable.UUPSUnauthorizedCallContext.selector);
        thing.proxiableUUID();
    }

    /// @dev A proxy before a proxy would be one that no upgrade reaches.
    function test_aProxyIsNoImplementation() public {
        address proxy = address(manager);
        _expect(abi.encodeWithSelector(ERC1967Utils.ERC1967InvalidImplementation.selector, proxy));
        _upgrade(address(thing), proxy);
    }

    // -- helpers

    function _assertVersion(address proxy, uint256 number, uint256 time, address code) private view {
        IUpgradeManager.Version memory version = manager.versionOf(proxy);
        vm.assertEq(version.number, number);
        vm.assertEq(version.upgradedAt, time);
        vm.assertEq(version.implementation, code);
        vm.assertEq(version.codeHash, code.codehash);
    }

    function _assertUnchanged() private view {
        vm.assertEq(_implementationOf(address(thing)), first);
        vm.assertEq(manager.versionOf(address(thing)).number, 0);
        vm.assertEq(manager.versionOf(address(manager)).number, 0);
        vm.assertEq(manager.owner(), address(this));
    }

    function _expectWrongCode(address code, bytes32 expected, bytes32 found) private {
        _expect(abi.encodeWithSelector(IUpgradeManager.WrongCode.selector, code, expected, found));
    }
}
