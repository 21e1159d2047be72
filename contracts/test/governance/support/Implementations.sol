// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {GuardedPausable} from "../../../src/governance/GuardedPausable.sol";
import {UpgradeManager} from "../../../src/governance/UpgradeManager.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @notice A contract of the protocol with no more than its bases.
contract GuardedThing is GuardedPausable {
    uint256 public work;

    function initialize(address owner_, address manager_, address guardian_) external initializer {
        __Guarded_init(owner_, manager_, guardian_);
    }

    /// @notice What stands still while it is paused.
    function toil() external whenNotPaused {
        ++work;
    }
}

/// @notice A good upgrade of it.
contract GuardedThingV2 is GuardedThing {
    error NotToday(uint256 work);

    uint256 public rest;

    function migrate(uint256 rest_) external reinitializer(2) {
        rest = rest_;
    }

    function fail() external view {
        revert NotToday(work);
    }
}

/// @notice A good upgrade of the manager.
contract UpgradeManagerV2 is UpgradeManager {
    function generation() external pure returns (uint256) {
        return 2;
    }
}

/// @notice Code that is not made for proxies.
contract NotUups {
    uint256 public number;
}

/// @notice Code made for another kind of proxy.
contract WrongSlot {
    function proxiableUUID() external pure returns (bytes32) {
        return keccak256("another slot");
    }
}

/// @notice Code that answers to somebody else from then on.
contract Foreign is UUPSUpgradeable {
    address public constant upgradeManager = address(0xBAD);

    function _authorizeUpgrade(address) internal override {}
}

/// @notice Code that answers to nobody.
contract Orphan is UUPSUpgradeable {
    function _authorizeUpgrade(address) internal override {}
}

/// @notice Code that takes every call and says nothing.
contract Mute is UUPSUpgradeable {
    fallback() external {}

    function _authorizeUpgrade(address) internal override {}
}
