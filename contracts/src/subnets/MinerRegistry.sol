// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {UpgradeManaged} from "../governance/UpgradeManaged.sol";
import {IMinerRegistry} from "../interfaces/subnets/IMinerRegistry.sol";
import {ISubnetClock} from "../interfaces/subnets/ISubnetClock.sol";
import {ISubnetConsensus} from "../interfaces/subnets/ISubnetConsensus.sol";
import {Hyperparameters} from "../interfaces/subnets/SubnetTypes.sol";
import {Roster} from "../libraries/Roster.sol";
import {PausableUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/PausableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title MinerRegistry
/// @notice Miners of one subnet, see IMinerRegistry.
contract MinerRegistry is IMinerRegistry, UpgradeManaged {
    using Checkpoints for Checkpoints.Trace160;
    using Checkpoints for Checkpoints.Trace208;
    using Roster for Roster.State;
    using SafeERC20 for IERC20;

    /// @custom:storage-location erc7201:tensora.storage.MinerRegistry
    struct MinerRegistryData {
        address subnet;
        address consensus;
        IERC20 tora;
        address emissions;
        Roster.State roster;
        mapping(address account => Miner) miners;
        mapping(address signer => address account) signers;
        // By epoch: the account in a place, and the place of an account and 1.
        mapping(uint256 uid => Checkpoints.Trace160) holders;
        mapping(address account => Checkpoints.Trace208) places;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.MinerRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant MINER_REGISTRY_STORAGE =
        0xbc2aa64c5f20763b5c8eecc9239ccb5935a79ad9dde40789c88922eeebaa0b00;

    uint256 private constant MAX_ENDPOINT = 256;

    modifier onlySubnet() {
        if (msg.sender != _data().subnet) revert NotSubnet(msg.sender);
        _;
    }

    modifier whileSubnetRuns() {
        if (PausableUpgradeable(_data().subnet).paused()) revert SubnetPaused();
        _;
    }

    /// @notice Sets the registry up.
    /// @param subnet_ the subnet that it belongs to
    /// @param consensus of that subnet, which knows what miners earned
    /// @param tora the token of the registration fee
    /// @param emissions where the fee goes
    /// @param upgradeManager_ the UpgradeManager
    function initialize(
        address subnet_,
        address consensus,
        IERC20 tora,
        address emissions,
        address upgradeManager_
    ) external initializer {
        __UpgradeManaged_init(upgradeManager_);
        MinerRegistryData storage $ = _data();
        ($.subnet, $.consensus, $.tora, $.emissions) = (subnet_, consensus, tora, emissions);
    }

    /// @inheritdoc IMinerRegistry
    function register(address signer, string calldata endpoint)
        external
        whileSubnetRuns
        returns (uint16 uid)
    {
        MinerRegistryData storage $ = _data();
        if ($.miners[msg.sender].account != address(0)) revert AlreadyRegistered(msg.sender);
        uint64 epoch = _sync();
        Hyperparameters memory h = ISubnetClock($.subnet).hyperparametersOf(epoch);
        if (h.registrationFee != 0) {
            $.tora.safeTransferFrom(msg.sender, $.emissions, h.registrationFee);
        }
        uid = _place(h, epoch);
        $.roster.add(uid);
        $.holders[uid].push(epoch + 1, uint160(msg.sender));
        $.places[msg.sender].push(uint48(epoch + 1), uint208(uid) + 1);
        Miner storage miner = $.miners[msg.sender];
        (miner.account, miner.uid, miner.since) = (msg.sender, uid, epoch + 1);
        _setContact(miner, signer, endpoint);
        emit MinerRegistered(uid, msg.sender, epoch + 1, signer, endpoint);
    }

    /// @inheritdoc IMinerRegistry
    function leave() external {
        if (_data().miners[msg.sender].account == address(0)) revert NotRegistered(msg.sender);
        _remove(msg.sender, _sync());
    }

    /// @inheritdoc IMinerRegistry
    function update(address signer, string calldata endpoint) external {
        Miner storage miner = _data().miners[msg.sender];
        if (miner.account == address(0)) revert NotRegistered(msg.sender);
        _setContact(miner, signer, endpoint);
        emit MinerUpdated(miner.uid, msg.sender, signer, endpoint);
    }

    /// @inheritdoc IMinerRegistry
    function settle(uint64 epoch) external onlySubnet {
        _data().roster.settle(epoch, ISubnetClock(_data().subnet).currentEpoch());
    }

    /// @inheritdoc IMinerRegistry
    function roster(uint64 epoch) external view returns (uint256 members, uint256 joined) {
        return _data().roster.at(epoch);
    }

    /// @inheritdoc IMinerRegistry
    function uidOf(address account, uint64 epoch) external view returns (bool found, uint16 uid) {
        uint256 place = _data().places[account].upperLookupRecent(uint48(epoch));
        if (place != 0) return (true, uint16(place - 1));
    }

    /// @inheritdoc IMinerRegistry
    function accountOf(uint16 uid, uint64 epoch) external view returns (address) {
        return address(_data().holders[uid].upperLookupRecent(epoch));
    }

    /// @inheritdoc IMinerRegistry
    function minerOf(address account) external view returns (Miner memory) {
        return _data().miners[account];
    }

    /// @inheritdoc IMinerRegistry
    function accountOfSigner(address signer) external view returns (address) {
        return _data().signers[signer];
    }

    /// @inheritdoc IMinerRegistry
    function miners() external view returns (Miner[] memory all) {
        MinerRegistryData storage $ = _data();
        all = new Miner[](256);
        uint256 count = 0;
        for (uint256 uid = 0; uid < 256; ++uid) {
            if ($.roster.nextMembers & (1 << uid) == 0) continue;
            all[count++] = $.miners[address($.holders[uid].latest())];
        }
        assembly ("memory-safe") {
            mstore(all, count)
        }
    }

    /// @inheritdoc IMinerRegistry
    function subnet() external view returns (address) {
        return _data().subnet;
    }

    /// @dev Turns the roster to the current epoch.
    function _sync() private returns (uint64 epoch) {
        epoch = ISubnetClock(_data().subnet).currentEpoch();
        _data().roster.sync(epoch);
    }

    /// @dev A free place, or that of the miner that earned least.
    function _place(Hyperparameters memory h, uint64 epoch) private returns (uint16) {
        (bool found, uint256 uid) = _data().roster.free(h.maxMiners);
        if (found) return uint16(uid);
        address least = _leastEarning(h, epoch);
        uint16 place = _data().miners[least].uid;
        _remove(least, epoch);
        return place;
    }

    /// @dev The miner past its immunity with the least incentive in the latest epoch done; of equals the newest uid last.
    function _leastEarning(Hyperparameters memory h, uint64 epoch) private view returns (address least) {
        MinerRegistryData storage $ = _data();
        ISubnetConsensus consensus = ISubnetConsensus($.consensus);
        uint256[] memory incentives = consensus.incentivesOf(consensus.lastAggregated());
        // What a place earned before its holder came was another's.
        (, uint256 joined) = $.roster.at(epoch + 1);
        uint256 lowest = type(uint256).max;
        for (uint256 uid = 0; uid < h.maxMiners; ++uid) {
            uint256 incentive = uid < incentives.length && joined & (1 << uid) == 0 ? incentives[uid] : 0;
            if (incentive >= lowest) continue;
            address account = address($.holders[uid].latest());
            if ($.miners[account].since + uint256(h.immunity) > epoch) continue;
            (least, lowest) = (account, incentive);
        }
        if (least == address(0)) revert NoFreePlace();
    }

    function _remove(address account, uint64 epoch) private {
        MinerRegistryData storage $ = _data();
        Miner storage miner = $.miners[account];
        uint16 uid = miner.uid;
        $.roster.remove(uid);
        $.holders[uid].push(epoch + 1, 0);
        $.places[account].push(uint48(epoch + 1), 0);
        delete $.signers[miner.signer];
        delete $.miners[account];
        emit MinerLeft(uid, account, epoch + 1);
    }

    function _setContact(Miner storage miner, address signer, string calldata endpoint) private {
        if (signer == address(0)) revert NoSigner();
        if (bytes(endpoint).length == 0 || bytes(endpoint).length > MAX_ENDPOINT) {
            revert BadEndpoint(bytes(endpoint).length);
        }
        mapping(address signer => address account) storage signers = _data().signers;
        if (signer != miner.signer) {
            if (signers[signer] != address(0)) revert SignerTaken(signer);
            delete signers[miner.signer];
            signers[signer] = miner.account;
            miner.signer = signer;
        }
        miner.endpoint = endpoint;
    }

    function _data() private pure returns (MinerRegistryData storage $) {
        assembly ("memory-safe") {
            $.slot := MINER_REGISTRY_STORAGE
        }
    }
}
