// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IToraTimelock} from "../interfaces/governance/IToraTimelock.sol";
import {UpgradeManaged} from "./UpgradeManaged.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";

/// @title ToraTimelock
/// @notice Owns the protocol. What the governor decided waits here, long enough to leave; see IToraTimelock.
/// @dev OpenZeppelin's controller behind a proxy, with a floor under its delay. Roles: the governor proposes and
/// cancels, anyone executes what is due, the guardian may cancel; nobody but the timelock itself changes roles once
/// the deployer has renounced its own. The guardian can cancel the decision that would remove it, too: a guardian that
/// turned against governance stops it, and takes nothing. So it is a Safe of several owners.
contract ToraTimelock is IToraTimelock, UpgradeManaged, TimelockControllerUpgradeable {
    /// @inheritdoc IToraTimelock
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    uint256 public immutable leastDelay;

    /// @param leastDelay_ in seconds; 48 hours where there is anything to lose
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(uint256 leastDelay_) {
        leastDelay = leastDelay_;
    }

    /// @inheritdoc IToraTimelock
    function initialize(
        uint256 delay,
        address[] calldata proposers,
        address[] calldata executors,
        address admin,
        address upgradeManager_
    ) external initializer {
        if (delay < leastDelay) revert DelayTooShort(delay, leastDelay);
        __TimelockController_init(delay, proposers, executors, admin);
        __UpgradeManaged_init(upgradeManager_);
    }

    /// @inheritdoc TimelockControllerUpgradeable
    /// @dev Always refused: it would leave out the upgrade manager.
    /// @custom:oz-upgrades-unsafe-allow missing-initializer-call
    function initialize(uint256, address[] memory, address[] memory, address) public pure override {
        revert NoUpgradeManager();
    }

    /// @inheritdoc TimelockControllerUpgradeable
    /// @dev At least `leastDelay`: a proposal may lengthen the delay, and shorten it to the floor.
    function updateDelay(uint256 newDelay) public override {
        if (newDelay < leastDelay) revert DelayTooShort(newDelay, leastDelay);
        super.updateDelay(newDelay);
    }

    /// @inheritdoc TimelockControllerUpgradeable
    /// @dev An upgrade to code with a higher floor lifts a delay that was set below it.
    function getMinDelay() public view override returns (uint256) {
        uint256 delay = super.getMinDelay();
        return delay < leastDelay ? leastDelay : delay;
    }
}
