// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IGoverned} from "../interfaces/governance/IGoverned.sol";
import {UpgradeManaged} from "./UpgradeManaged.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";

/// @title Governed
/// @notice An upgradeable contract whose parameters belong to an owner: the timelock, or on L1 the Safe or the
/// L1Executor.
/// @dev A deployment may begin with the deployer as the owner, who then hands over in one step. The owner can set
/// parameters and cannot upgrade.
abstract contract Governed is IGoverned, UpgradeManaged, OwnableUpgradeable {
    /// @inheritdoc OwnableUpgradeable
    /// @dev To a contract only, so that a typing error cannot lose the contract.
    function transferOwnership(address newOwner) public override onlyOwner {
        if (newOwner != address(0) && newOwner.code.length == 0) revert OwnerWithoutCode(newOwner);
        super.transferOwnership(newOwner);
    }

    /// @inheritdoc OwnableUpgradeable
    /// @dev Always refused: a parameter that nobody can set any more could only be changed by an upgrade.
    function renounceOwnership() public view override onlyOwner {
        revert OwnershipCannotBeRenounced();
    }

    /// @dev To be called by the heir's initializer.
    // forge-lint: disable-next-line(mixed-case-function)
    function __Governed_init(address owner_, address upgradeManager_) internal onlyInitializing {
        __Ownable_init(owner_);
        __UpgradeManaged_init(upgradeManager_);
    }
}
