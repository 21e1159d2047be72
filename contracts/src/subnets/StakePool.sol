// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {UpgradeManaged} from "../governance/UpgradeManaged.sol";
import {IGlobalTrust} from "../interfaces/subnets/IGlobalTrust.sol";
import {IStakePool} from "../interfaces/subnets/IStakePool.sol";
import {ISubnetClock} from "../interfaces/subnets/ISubnetClock.sol";
import {Hyperparameters} from "../interfaces/subnets/SubnetTypes.sol";
import {Roster} from "../libraries/Roster.sol";
import {StakePoolViews} from "./StakePoolViews.sol";
import {PausableUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/PausableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title StakePool
/// @notice Validators and stake of one subnet, see IStakePool.
/// @dev What a pool holds is counted, never read off the token's balance: TORA sent here by mistake changes no share's
/// value, so there is nothing to be won by a donation. One virtual share and one virtual wei keep the first stake honest.
contract StakePool is StakePoolViews, UpgradeManaged {
    using Checkpoints for Checkpoints.Trace160;
    using Checkpoints for Checkpoints.Trace208;
    using Roster for Roster.State;
    using SafeERC20 for IERC20;

    /// @dev Parts in which a delegator can ask its stake with one validator back at a time.
    uint256 private constant MAX_UNBONDINGS = 16;

    /// @dev The most validators that fit the consensus.
    uint256 private constant MAX_SLOTS = 64;

    /// @dev Basis points of the whole.
    uint16 private constant WHOLE = 10_000;

    modifier onlySubnet() {
        if (msg.sender != _data().subnet) revert NotSubnet(msg.sender);
        _;
    }

    modifier whileSubnetRuns() {
        if (PausableUpgradeable(_data().subnet).paused()) revert SubnetPaused();
        _;
    }

    /// @notice Sets the pool up.
    /// @param subnet_ the subnet that it belongs to
    /// @param tora the token staked
    /// @param emissions where slashed stake goes
    /// @param trust where validators agree to be judged by the subnet
    /// @param upgradeManager_ the UpgradeManager
    function initialize(
        address subnet_,
        IERC20 tora,
        address emissions,
        address trust,
        address upgradeManager_
    ) external initializer {
        __UpgradeManaged_init(upgradeManager_);
        StakePoolData storage $ = _data();
        ($.subnet, $.tora, $.emissions, $.trust) = (subnet_, tora, emissions, trust);
    }

    /// @inheritdoc IStakePool
    function registerValidator(uint256 amount, uint16 take, uint8 outbid)
        external
        whileSubnetRuns
        returns (uint8 slot)
    {
        StakePoolData storage $ = _data();
        if (!IGlobalTrust($.trust).isAuthorized(msg.sender, $.subnet)) revert NotAuthorized(msg.sender);
        Pool storage pool = $.pools[msg.sender];
        if (pool.seat.latest() != 0) revert AlreadyValidator(msg.sender);
        uint64 epoch = _sync();
        if (amount != 0) _stake(msg.sender, amount, epoch);
        Hyperparameters memory h = ISubnetClock($.subnet).hyperparametersOf(epoch);
        uint256 staked = _value(pool, pool.voting.latest());
        if (staked < h.minStake) revert StakeTooSmall(staked, h.minStake);
        slot = _seat(h.maxValidators, outbid, staked, epoch);
        $.holders[slot].push(epoch + 1, uint160(msg.sender));
        pool.seat.push(uint48(epoch + 1), uint208(slot) + 1);
        $.roster.add(slot);
        emit ValidatorSeated(slot, msg.sender, epoch + 1);
        _setTake(pool, take, epoch);
    }

    /// @inheritdoc IStakePool
    function leave() external {
        uint256 seat = _data().pools[msg.sender].seat.latest();
        if (seat == 0) revert NotSeated(msg.sender);
        _unseat(msg.sender, seat - 1, _sync());
    }

    /// @inheritdoc IStakePool
    function setTake(uint16 take) external {
        Pool storage pool = _data().pools[msg.sender];
        if (pool.seat.latest() == 0) revert NotSeated(msg.sender);
        _setTake(pool, take, _sync());
    }

    /// @inheritdoc IStakePool
    function stake(address validator, uint256 amount) external whileSubnetRuns returns (uint256 shares) {
        if (amount == 0) revert ZeroAmount();
        if (_data().pools[validator].seat.latest() == 0) revert NoSuchValidator(validator);
        return _stake(validator, amount, _sync());
    }

    /// @inheritdoc IStakePool
    function requestUnstake(address validator, uint256 shares) external {
        if (shares == 0) revert ZeroAmount();
        StakePoolData storage $ = _data();
        Pool storage pool = $.pools[validator];
        Checkpoints.Trace208 storage held = pool.held[msg.sender];
        uint208 owned = held.latest();
        if (shares > owned) revert TooManyShares(shares, owned);
        Unbonding[] storage unbondings = pool.unbondings[msg.sender];
        if (unbondings.length == MAX_UNBONDINGS) revert TooManyUnbondings(MAX_UNBONDINGS);
        uint64 epoch = _sync();
        held.push(uint48(epoch + 1), owned - uint208(shares));
        pool.voting.push(uint48(epoch + 1), pool.voting.latest() - uint208(shares));
        uint64 fromEpoch = epoch + ISubnetClock($.subnet).hyperparametersOf(epoch).unbondingEpochs;
        unbondings.push(Unbonding(SafeCast.toUint192(shares), fromEpoch));
        emit UnstakeRequested(validator, msg.sender, shares, fromEpoch);
    }

    /// @inheritdoc IStakePool
    function withdraw(address validator) external returns (uint256 amount) {
        StakePoolData storage $ = _data();
        Pool storage pool = $.pools[validator];
        uint256 shares = _takeUnbonded(pool.unbondings[msg.sender], _sync());
        amount = _value(pool, shares);
        // Both fit: they are parts of what is taken from.
        pool.shares -= uint128(shares);
        pool.assets -= uint128(amount);
        $.totalAssets -= amount;
        $.tora.safeTransfer(msg.sender, amount);
        emit Withdrawn(validator, msg.sender, amount);
    }

    /// @inheritdoc IStakePool
    function slash(address validator, uint16 rate) external onlySubnet returns (uint256 amount) {
        StakePoolData storage $ = _data();
        Pool storage pool = $.pools[validator];
        amount = uint256(pool.assets) * rate / WHOLE;
        pool.assets -= uint128(amount);
        $.totalAssets -= amount;
        $.tora.safeTransfer($.emissions, amount);
        emit Slashed(validator, amount);
    }

    /// @inheritdoc IStakePool
    function settle(uint64 epoch) external onlySubnet {
        _data().roster.settle(epoch, ISubnetClock(_data().subnet).currentEpoch());
    }

    /// @dev Turns the roster to the current epoch.
    function _sync() private returns (uint64 epoch) {
        epoch = ISubnetClock(_data().subnet).currentEpoch();
        _data().roster.sync(epoch);
    }

    function _stake(address validator, uint256 amount, uint64 epoch) private returns (uint256 shares) {
        StakePoolData storage $ = _data();
        Pool storage pool = $.pools[validator];
        $.tora.safeTransferFrom(msg.sender, address(this), amount);
        shares = Math.mulDiv(amount, uint256(pool.shares) + 1, uint256(pool.assets) + 1);
        if (shares == 0) revert ZeroAmount();
        pool.assets += SafeCast.toUint128(amount);
        pool.shares += SafeCast.toUint128(shares);
        $.totalAssets += amount;
        uint208 added = SafeCast.toUint208(shares);
        pool.voting.push(uint48(epoch + 1), pool.voting.latest() + added);
        Checkpoints.Trace208 storage held = pool.held[msg.sender];
        held.push(uint48(epoch + 1), held.latest() + added);
        emit Staked(validator, msg.sender, amount, shares);
    }

    /// @dev A free slot, or that of a validator with less stake.
    function _seat(uint256 slots, uint8 outbid, uint256 staked, uint64 epoch) private returns (uint8) {
        StakePoolData storage $ = _data();
        (bool found, uint256 slot) = $.roster.free(slots);
        if (found) return uint8(slot);
        address holder = outbid < MAX_SLOTS ? address($.holders[outbid].latest()) : address(0);
        if (holder == address(0)) revert NoFreeSlot(outbid);
        Pool storage pool = $.pools[holder];
        if (_value(pool, pool.voting.latest()) >= staked) revert NoFreeSlot(outbid);
        _unseat(holder, outbid, epoch);
        return outbid;
    }

    function _unseat(address validator, uint256 slot, uint64 epoch) private {
        StakePoolData storage $ = _data();
        $.holders[slot].push(epoch + 1, 0);
        $.pools[validator].seat.push(uint48(epoch + 1), 0);
        $.roster.remove(slot);
        emit ValidatorUnseated(uint8(slot), validator, epoch + 1);
    }

    function _setTake(Pool storage pool, uint16 take, uint64 epoch) private {
        if (take > WHOLE) revert BadTake(take);
        pool.take.push(uint48(epoch + 1), take);
        emit TakeSet(msg.sender, epoch + 1, take);
    }

    /// @dev Removes what can be withdrawn, keeping the order of the rest.
    function _takeUnbonded(Unbonding[] storage unbondings, uint64 epoch) private returns (uint256 shares) {
        uint256 kept = 0;
        for (uint256 i = 0; i < unbondings.length; ++i) {
            Unbonding memory unbonding = unbondings[i];
            if (unbonding.fromEpoch <= epoch) {
                shares += unbonding.shares;
            } else {
                if (kept != i) unbondings[kept] = unbonding;
                ++kept;
            }
        }
        if (shares == 0) revert NothingToWithdraw(kept == 0 ? 0 : unbondings[0].fromEpoch);
        while (unbondings.length > kept) unbondings.pop();
    }
}
