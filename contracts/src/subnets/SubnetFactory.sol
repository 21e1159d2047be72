// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Governed} from "../governance/Governed.sol";
import {ISubnet} from "../interfaces/subnets/ISubnet.sol";
import {ISubnetFactory} from "../interfaces/subnets/ISubnetFactory.sol";
import {ISubnetRegistry} from "../interfaces/subnets/ISubnetRegistry.sol";
import {Hyperparameters, Phases} from "../interfaces/subnets/SubnetTypes.sol";
import {InferenceDesk} from "./InferenceDesk.sol";
import {MinerRegistry} from "./MinerRegistry.sol";
import {StakePool} from "./StakePool.sol";
import {Subnet} from "./Subnet.sol";
import {SubnetConsensus} from "./SubnetConsensus.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Create3} from "@openzeppelin/contracts/utils/Create3.sol";

/// @title SubnetFactory
/// @notice Makes subnets, see ISubnetFactory.
/// @dev The five contracts of a subnet know each other's addresses from their birth: those follow from the subnet's number
/// and the part alone (CREATE3), not from what is deployed there.
contract SubnetFactory is ISubnetFactory, Governed {
    using SafeERC20 for IERC20;

    /// @custom:storage-location erc7201:tensora.storage.SubnetFactory
    struct SubnetFactoryData {
        ISubnetRegistry registry;
        IERC20 tora;
        Implementations implementations;
        Authorities authorities;
        bool open;
        uint256 fee;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.SubnetFactory")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SUBNET_FACTORY_STORAGE =
        0x3ce377e5b8df1b6a798d19441de1b33abb5612a64cb6044d06c2f8941c224000;

    uint256 private constant MAX_NAME = 64;

    /// @notice Sets the factory up, closed to all but its owner.
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager, of the factory and of every subnet
    /// @param registry the SubnetRegistry
    /// @param tora the token of fees and stakes
    /// @param implementations_ the code of new subnets
    /// @param authorities_ who has power over them
    function initialize(
        address owner_,
        address upgradeManager_,
        ISubnetRegistry registry,
        IERC20 tora,
        Implementations calldata implementations_,
        Authorities calldata authorities_
    ) external initializer {
        __Governed_init(owner_, upgradeManager_);
        (_data().registry, _data().tora) = (registry, tora);
        _setImplementations(implementations_);
        _setAuthorities(authorities_);
        emit TermsSet(false, 0);
    }

    /// @inheritdoc ISubnetFactory
    function createSubnet(string calldata name, address owner_, Hyperparameters calldata hyperparameters)
        external
        returns (uint256 subnetId)
    {
        if (bytes(name).length == 0 || bytes(name).length > MAX_NAME) revert BadName(bytes(name).length);
        SubnetFactoryData storage $ = _data();
        if (msg.sender != owner()) {
            if (!$.open) revert CreationClosed(msg.sender);
            if ($.fee != 0) $.tora.safeTransferFrom(msg.sender, $.registry.emissions(), $.fee);
        }
        uint256 id = $.registry.count() + 1;
        ISubnetRegistry.Subnet memory made = ISubnetRegistry.Subnet({
            name: name,
            subnet: _addressOf(id, "subnet"),
            consensus: _addressOf(id, "consensus"),
            stakePool: _addressOf(id, "stakePool"),
            minerRegistry: _addressOf(id, "minerRegistry"),
            inferenceDesk: _addressOf(id, "inferenceDesk"),
            retired: false
        });
        subnetId = $.registry.register(made);
        _makeSubnet(id, made, owner_, hyperparameters);
        _makeParts(id, made);
        emit SubnetCreated(subnetId, made.subnet, owner_, name);
    }

    /// @inheritdoc ISubnetFactory
    function setImplementations(Implementations calldata implementations_) external onlyOwner {
        _setImplementations(implementations_);
    }

    /// @inheritdoc ISubnetFactory
    function setAuthorities(Authorities calldata authorities_) external onlyOwner {
        _setAuthorities(authorities_);
    }

    /// @inheritdoc ISubnetFactory
    function setTerms(bool open, uint256 fee) external onlyOwner {
        (_data().open, _data().fee) = (open, fee);
        emit TermsSet(open, fee);
    }

    /// @inheritdoc ISubnetFactory
    function implementations() external view returns (Implementations memory) {
        return _data().implementations;
    }

    /// @inheritdoc ISubnetFactory
    function authorities() external view returns (Authorities memory) {
        return _data().authorities;
    }

    /// @inheritdoc ISubnetFactory
    function terms() external view returns (bool open, uint256 fee) {
        return (_data().open, _data().fee);
    }

    /// @inheritdoc ISubnetFactory
    function defaults() external pure returns (Hyperparameters memory) {
        return Hyperparameters({
            phases: Phases({commit: 1001, reveal: 1051, aggregate: 1101, length: 1102}),
            taskTimeout: 150,
            immunity: 3,
            bondsMovingAverage: 900_000,
            kappa: 32_767,
            bondsPenalty: 65_535,
            slashRate: 100,
            trustPenalty: 500,
            revealQuorum: 5_000,
            activityCutoff: 2,
            unbondingEpochs: 2,
            maxMiners: 256,
            maxValidators: 64,
            minStake: 1_000 ether,
            registrationFee: 1 ether
        });
    }

    function _makeSubnet(
        uint256 id,
        ISubnetRegistry.Subnet memory made,
        address owner_,
        Hyperparameters calldata hyperparameters
    ) private {
        SubnetFactoryData storage $ = _data();
        ISubnet.Parts memory parts = ISubnet.Parts({
            stakePool: made.stakePool,
            minerRegistry: made.minerRegistry,
            consensus: made.consensus,
            emissions: $.registry.emissions(),
            trust: $.registry.trust()
        });
        _deploy(
            id,
            "subnet",
            $.implementations.subnet,
            abi.encodeCall(
                Subnet.initialize,
                (
                    id,
                    owner_,
                    $.authorities.owner,
                    upgradeManager(),
                    $.authorities.guardian,
                    parts,
                    hyperparameters
                )
            )
        );
    }

    function _makeParts(uint256 id, ISubnetRegistry.Subnet memory made) private {
        SubnetFactoryData storage $ = _data();
        address manager = upgradeManager();
        address emissions = $.registry.emissions();
        _deploy(
            id,
            "consensus",
            $.implementations.consensus,
            abi.encodeCall(
                SubnetConsensus.initialize, (made.subnet, made.stakePool, made.minerRegistry, manager)
            )
        );
        _deploy(
            id,
            "stakePool",
            $.implementations.stakePool,
            abi.encodeCall(
                StakePool.initialize, (made.subnet, $.tora, emissions, $.registry.trust(), manager)
            )
        );
        _deploy(
            id,
            "minerRegistry",
            $.implementations.minerRegistry,
            abi.encodeCall(
                MinerRegistry.initialize, (made.subnet, made.consensus, $.tora, emissions, manager)
            )
        );
        _deploy(
            id,
            "inferenceDesk",
            $.implementations.inferenceDesk,
            abi.encodeCall(InferenceDesk.initialize, (made.subnet, made.minerRegistry, $.tora, manager))
        );
    }

    function _deploy(uint256 id, string memory part, address implementation, bytes memory initializer_)
        private
    {
        Create3.deploy(
            0,
            _saltOf(id, part),
            abi.encodePacked(type(ERC1967Proxy).creationCode, abi.encode(implementation, initializer_))
        );
    }

    function _addressOf(uint256 id, string memory part) private view returns (address) {
        return Create3.computeAddress(_saltOf(id, part));
    }

    function _saltOf(uint256 id, string memory part) private pure returns (bytes32) {
        return keccak256(abi.encode(id, part));
    }

    function _setImplementations(Implementations memory given) private {
        _requireCode(given.subnet);
        _requireCode(given.consensus);
        _requireCode(given.stakePool);
        _requireCode(given.minerRegistry);
        _requireCode(given.inferenceDesk);
        _data().implementations = given;
        emit ImplementationsSet(
            given.subnet, given.consensus, given.stakePool, given.minerRegistry, given.inferenceDesk
        );
    }

    function _setAuthorities(Authorities memory given) private {
        _data().authorities = given;
        emit AuthoritiesSet(given.owner, given.guardian);
    }

    function _requireCode(address implementation) private view {
        if (implementation.code.length == 0) revert NoCode(implementation);
    }

    function _data() private pure returns (SubnetFactoryData storage $) {
        assembly ("memory-safe") {
            $.slot := SUBNET_FACTORY_STORAGE
        }
    }
}
