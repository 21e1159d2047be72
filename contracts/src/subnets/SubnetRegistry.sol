// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Governed} from "../governance/Governed.sol";
import {IEmissionManager} from "../interfaces/subnets/IEmissionManager.sol";
import {IGlobalTrust} from "../interfaces/subnets/IGlobalTrust.sol";
import {ISubnetRegistry} from "../interfaces/subnets/ISubnetRegistry.sol";

/// @title SubnetRegistry
/// @notice All subnets, see ISubnetRegistry.
contract SubnetRegistry is ISubnetRegistry, Governed {
    /// @custom:storage-location erc7201:tensora.storage.SubnetRegistry
    struct SubnetRegistryData {
        address factory;
        address emissions;
        address trust;
        uint256 count;
        mapping(uint256 subnetId => Subnet) subnets;
        mapping(address subnet => uint256 subnetId) ids;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.SubnetRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SUBNET_REGISTRY_STORAGE =
        0xf818c729782d4c2943e8d268cfa58434e9e9f6be2ea2c116dfe2aaa475bcbc00;

    /// @notice Sets the registry up. It is connected and given a factory afterwards.
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager
    function initialize(address owner_, address upgradeManager_) external initializer {
        __Governed_init(owner_, upgradeManager_);
    }

    /// @inheritdoc ISubnetRegistry
    function connect(address emissions_, address trust_) external onlyOwner {
        SubnetRegistryData storage $ = _data();
        if ($.emissions != address(0)) revert AlreadyConnected($.emissions, $.trust);
        if (emissions_.code.length == 0 || trust_.code.length == 0) revert NothingThere(emissions_, trust_);
        ($.emissions, $.trust) = (emissions_, trust_);
        emit Connected(emissions_, trust_);
    }

    /// @inheritdoc ISubnetRegistry
    function register(Subnet calldata subnet) external returns (uint256 subnetId) {
        SubnetRegistryData storage $ = _data();
        if (msg.sender != $.factory) revert NotFactory(msg.sender);
        subnetId = ++$.count;
        $.subnets[subnetId] = subnet;
        $.ids[subnet.subnet] = subnetId;
        IEmissionManager($.emissions).enter(subnetId, subnet.subnet, subnet.consensus);
        IGlobalTrust($.trust).setReporter(subnet.subnet, true);
        emit SubnetRegistered(
            subnetId,
            subnet.subnet,
            subnet.consensus,
            subnet.stakePool,
            subnet.minerRegistry,
            subnet.inferenceDesk,
            subnet.name
        );
    }

    /// @inheritdoc ISubnetRegistry
    function retire(uint256 subnetId) external onlyOwner {
        SubnetRegistryData storage $ = _data();
        Subnet storage subnet = $.subnets[subnetId];
        if (subnet.subnet == address(0)) revert NoSuchSubnet(subnetId);
        if (subnet.retired) revert AlreadyRetired(subnetId);
        subnet.retired = true;
        IGlobalTrust($.trust).setReporter(subnet.subnet, false);
        emit SubnetRetired(subnetId);
    }

    /// @inheritdoc ISubnetRegistry
    function setFactory(address factory_) external onlyOwner {
        _data().factory = factory_;
        emit FactorySet(factory_);
    }

    /// @inheritdoc ISubnetRegistry
    function count() external view returns (uint256) {
        return _data().count;
    }

    /// @inheritdoc ISubnetRegistry
    function subnetOf(uint256 subnetId) external view returns (Subnet memory) {
        return _data().subnets[subnetId];
    }

    /// @inheritdoc ISubnetRegistry
    function idOf(address subnet) external view returns (uint256) {
        return _data().ids[subnet];
    }

    /// @inheritdoc ISubnetRegistry
    function factory() external view returns (address) {
        return _data().factory;
    }

    /// @inheritdoc ISubnetRegistry
    function emissions() external view returns (address) {
        return _data().emissions;
    }

    /// @inheritdoc ISubnetRegistry
    function trust() external view returns (address) {
        return _data().trust;
    }

    function _data() private pure returns (SubnetRegistryData storage $) {
        assembly ("memory-safe") {
            $.slot := SUBNET_REGISTRY_STORAGE
        }
    }
}
