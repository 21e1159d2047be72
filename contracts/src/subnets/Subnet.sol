// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Guarded} from "../governance/Guarded.sol";
import {IEmissionManager} from "../interfaces/subnets/IEmissionManager.sol";
import {ISubnet} from "../interfaces/subnets/ISubnet.sol";
import {Hyperparameters} from "../interfaces/subnets/SubnetTypes.sol";
import {SubnetEpochs} from "./SubnetEpochs.sol";

/// @title Subnet
/// @notice One market of inferences, see ISubnet. A proxy with state of its own: what happens in it cannot touch another.
/// @dev Owned by the timelock, tuned by the subnet's owner within HyperparameterBounds, upgraded by the UpgradeManager.
contract Subnet is SubnetEpochs, Guarded {
    modifier onlySubnetOwner() {
        if (msg.sender != _data().subnetOwner && msg.sender != owner()) revert NotSubnetOwner(msg.sender);
        _;
    }

    /// @notice Sets the subnet up; its first epoch begins with this block.
    /// @param id number in the SubnetRegistry
    /// @param subnetOwner_ tunes the subnet and gets the owner's share
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager
    /// @param guardian_ may pause
    /// @param parts_ the contracts it works with
    /// @param hyperparameters of the first epoch
    function initialize(
        uint256 id,
        address subnetOwner_,
        address owner_,
        address upgradeManager_,
        address guardian_,
        Parts calldata parts_,
        Hyperparameters calldata hyperparameters
    ) external initializer {
        if (subnetOwner_ == address(0)) revert NoSubnetOwner();
        __Guarded_init(owner_, upgradeManager_, guardian_);
        __Pausable_init();
        SubnetData storage $ = _data();
        $.subnetId = id;
        $.subnetOwner = subnetOwner_;
        $.parts = parts_;
        _startClock(hyperparameters);
    }

    /// @inheritdoc ISubnet
    function claimRewards(uint64 epoch) external returns (uint256 amount) {
        SubnetData storage $ = _data();
        return IEmissionManager($.parts.emissions).claimRewards($.subnetId, epoch, msg.sender);
    }

    /// @inheritdoc ISubnet
    function setHyperparameters(Hyperparameters calldata hyperparameters) external onlySubnetOwner {
        _setHyperparameters(hyperparameters);
    }

    /// @inheritdoc ISubnet
    function setSubnetOwner(address newOwner) external onlySubnetOwner {
        if (newOwner == address(0)) revert NoSubnetOwner();
        emit SubnetOwnerSet(_data().subnetOwner, newOwner);
        _data().subnetOwner = newOwner;
    }

    /// @inheritdoc ISubnet
    function pause() external onlyGuardianOrOwner {
        _data().pausedIn = currentEpoch();
        _pause();
    }

    /// @inheritdoc ISubnet
    function unpause() external onlyGuardianOrOwner {
        _data().pausedIn = currentEpoch();
        _unpause();
    }

    /// @inheritdoc ISubnet
    function subnetId() external view returns (uint256) {
        return _data().subnetId;
    }

    /// @inheritdoc ISubnet
    function subnetOwner() external view returns (address) {
        return _data().subnetOwner;
    }

    /// @inheritdoc ISubnet
    function parts() external view returns (Parts memory) {
        return _data().parts;
    }
}
