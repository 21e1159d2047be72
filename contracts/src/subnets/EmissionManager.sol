// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {GuardedPausable} from "../governance/GuardedPausable.sol";
import {IEmissionManager} from "../interfaces/subnets/IEmissionManager.sol";
import {ISubnet} from "../interfaces/subnets/ISubnet.sol";
import {ISubnetConsensus} from "../interfaces/subnets/ISubnetConsensus.sol";
import {EmissionStorage} from "./EmissionStorage.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title EmissionManager
/// @notice Emissions of TORA, see IEmissionManager.
/// @dev Never loops over subnets and never calls one on another's behalf: a subnet that reverts, burns gas or lies hurts
/// those who claim from it. While it is paused claims stand still; what is earned goes on being put aside.
contract EmissionManager is IEmissionManager, EmissionStorage, GuardedPausable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant WHOLE = 10_000;

    /// @notice Sets the manager up, with a rate of zero and the split of the specification: validators 41%, miners 18%,
    /// owner 18%, treasury 23%.
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager
    /// @param guardian_ may pause claims
    /// @param tora the token paid
    /// @param registry the SubnetRegistry
    /// @param treasury_ gets the treasury's share
    function initialize(
        address owner_,
        address upgradeManager_,
        address guardian_,
        IERC20 tora,
        address registry,
        address treasury_
    ) external initializer {
        __Guarded_init(owner_, upgradeManager_, guardian_);
        __Pausable_init();
        EmissionData storage $ = _data();
        ($.tora, $.registry, $.countedBlock, $.blocks) = (tora, registry, block.number, 1);
        _setTreasury(treasury_);
        _setSplit(Split({validators: 4100, miners: 1800, owner: 1800, treasury: 2300}));
    }

    /// @inheritdoc IEmissionManager
    function enter(uint256 subnetId, address subnet, address consensus) external {
        if (msg.sender != _data().registry) revert NotRegistry(msg.sender);
        SubnetAccount storage account = _data().accounts[subnetId];
        (account.subnet, account.consensus) = (subnet, consensus);
    }

    /// @inheritdoc IEmissionManager
    function allocate(uint64 epoch, bool minersEarned, bool validatorsEarned) external {
        uint256 subnetId = ISubnet(msg.sender).subnetId();
        SubnetAccount storage account = _data().accounts[subnetId];
        if (account.subnet != msg.sender) revert NotSubnet(msg.sender);
        if (epoch <= account.lastEpoch) revert EpochNotNew(subnetId, epoch, account.lastEpoch);
        account.lastEpoch = epoch;
        _count(account);
        uint256 budget = account.owed;
        if (budget > available()) budget = available();
        account.owed -= budget;
        _data().reserved += budget;
        Pools storage pools = _data().pools[subnetId][epoch];
        _divide(account, pools, budget, minersEarned, validatorsEarned);
        emit Allocated(subnetId, epoch, budget, pools.miners, pools.validators, account.owed);
    }

    /// @inheritdoc IEmissionManager
    function claimRewards(uint256 subnetId, uint64 epoch, address account)
        external
        whenNotPaused
        nonReentrant
        returns (uint256 amount)
    {
        Pools storage pools = _claim(subnetId, epoch, account, address(0));
        (uint256 asMiner, uint256 asValidator) = ISubnetConsensus(_data().accounts[subnetId].consensus)
            .rewardOf(epoch, account, pools.miners, pools.validators);
        pools.minersPaid += _within(subnetId, epoch, asMiner, pools.miners - pools.minersPaid);
        _payValidators(pools, subnetId, epoch, asValidator);
        amount = asMiner + asValidator;
        _pay(account, amount);
        emit RewardClaimed(subnetId, epoch, account, asMiner, asValidator);
    }

    /// @inheritdoc IEmissionManager
    function claimDelegation(uint256 subnetId, uint64 epoch, address delegator, address validator)
        external
        whenNotPaused
        nonReentrant
        returns (uint256 amount)
    {
        // With nobody as the validator the key would be that of what the delegator earned itself.
        if (validator == address(0)) revert NoValidator();
        Pools storage pools = _claim(subnetId, epoch, delegator, validator);
        amount = ISubnetConsensus(_data().accounts[subnetId].consensus)
            .delegatorRewardOf(epoch, delegator, validator, pools.validators);
        _payValidators(pools, subnetId, epoch, amount);
        _pay(delegator, amount);
        emit DelegatorRewardClaimed(subnetId, epoch, delegator, validator, amount);
    }

    /// @inheritdoc IEmissionManager
    function claimOwner(uint256 subnetId) external whenNotPaused nonReentrant returns (uint256 amount) {
        SubnetAccount storage account = _account(subnetId);
        amount = account.ownerDue;
        account.ownerDue = 0;
        address owner_ = ISubnet(account.subnet).subnetOwner();
        _pay(owner_, amount);
        emit OwnerPaid(subnetId, owner_, amount);
    }

    /// @inheritdoc IEmissionManager
    function claimTreasury() external whenNotPaused nonReentrant returns (uint256 amount) {
        EmissionData storage $ = _data();
        amount = $.treasuryDue;
        $.treasuryDue = 0;
        _pay($.treasury, amount);
        emit TreasuryPaid($.treasury, amount);
    }

    /// @inheritdoc IEmissionManager
    function setRate(uint256 amount, uint256 blocks) external onlyOwner {
        if (amount > type(uint96).max || blocks == 0) revert BadRate(amount, blocks);
        EmissionData storage $ = _data();
        ($.perWeight, $.countedBlock) = (_perWeight(), block.number);
        ($.amount, $.blocks) = (amount, blocks);
        emit RateSet(amount, blocks);
    }

    /// @inheritdoc IEmissionManager
    function setWeight(uint256 subnetId, uint256 weight) external onlyOwner {
        if (weight > type(uint64).max) revert BadWeight(weight);
        EmissionData storage $ = _data();
        SubnetAccount storage account = _account(subnetId);
        _count(account);
        $.totalWeight = $.totalWeight - account.weight + weight;
        account.weight = weight;
        emit WeightSet(subnetId, weight);
    }

    /// @inheritdoc IEmissionManager
    function setSplit(Split calldata split_) external onlyOwner {
        _setSplit(split_);
    }

    /// @inheritdoc IEmissionManager
    function setTreasury(address treasury_) external onlyOwner {
        _setTreasury(treasury_);
    }

    /// @inheritdoc IEmissionManager
    function accountOf(uint256 subnetId) external view returns (Account memory) {
        SubnetAccount storage account = _account(subnetId);
        return Account({
            weight: account.weight,
            owed: account.owed + account.weight * (_perWeight() - account.counted) / PRECISION,
            carried: account.carriedMiners + account.carriedValidators,
            ownerDue: account.ownerDue
        });
    }

    /// @inheritdoc IEmissionManager
    function poolsOf(uint256 subnetId, uint64 epoch) external view returns (Pools memory) {
        return _data().pools[subnetId][epoch];
    }

    /// @inheritdoc IEmissionManager
    function claimed(uint256 subnetId, uint64 epoch, address account) external view returns (bool) {
        return _data().claimed[_claimKey(subnetId, epoch, account, address(0))];
    }

    /// @inheritdoc IEmissionManager
    function delegationClaimed(uint256 subnetId, uint64 epoch, address delegator, address validator)
        external
        view
        returns (bool)
    {
        return validator != address(0) && _data().claimed[_claimKey(subnetId, epoch, delegator, validator)];
    }

    /// @inheritdoc IEmissionManager
    function rate() external view returns (uint256 amount, uint256 blocks) {
        return (_data().amount, _data().blocks);
    }

    /// @inheritdoc IEmissionManager
    function split() external view returns (Split memory) {
        return _data().split;
    }

    /// @inheritdoc IEmissionManager
    function treasury() external view returns (address) {
        return _data().treasury;
    }

    /// @inheritdoc IEmissionManager
    function reserved() external view returns (uint256) {
        return _data().reserved;
    }

    /// @inheritdoc IEmissionManager
    function treasuryDue() external view returns (uint256) {
        return _data().treasuryDue;
    }

    /// @inheritdoc IEmissionManager
    function totalWeight() external view returns (uint256) {
        return _data().totalWeight;
    }

    /// @inheritdoc IEmissionManager
    function available() public view returns (uint256) {
        return _data().tora.balanceOf(address(this)) - _data().reserved;
    }

    /// @dev Divides what was put aside. What nobody earned is carried for the same purpose; so is the dust of the division,
    /// for validators.
    function _divide(
        SubnetAccount storage account,
        Pools storage pools,
        uint256 budget,
        bool minersEarned,
        bool validatorsEarned
    ) private {
        Split memory s = _data().split;
        uint256 forMiners = budget * s.miners / WHOLE;
        uint256 forOwner = budget * s.owner / WHOLE;
        uint256 forTreasury = budget * s.treasury / WHOLE;
        uint256 forValidators = budget * s.validators / WHOLE;
        uint256 dust = budget - forMiners - forOwner - forTreasury - forValidators;
        account.ownerDue += forOwner;
        _data().treasuryDue += forTreasury;
        forMiners += account.carriedMiners;
        forValidators += account.carriedValidators;
        (account.carriedMiners, account.carriedValidators) = (0, dust);
        if (minersEarned) pools.miners = uint128(forMiners);
        else account.carriedMiners = forMiners;
        if (validatorsEarned) pools.validators = uint128(forValidators);
        else account.carriedValidators += forValidators;
    }

    /// @dev Counts what a subnet accrued.
    function _count(SubnetAccount storage account) private {
        EmissionData storage $ = _data();
        uint256 perWeight = _perWeight();
        ($.perWeight, $.countedBlock) = (perWeight, block.number);
        account.owed += account.weight * (perWeight - account.counted) / PRECISION;
        account.counted = perWeight;
    }

    function _perWeight() private view returns (uint256) {
        EmissionData storage $ = _data();
        if ($.totalWeight == 0) return $.perWeight;
        return
            $.perWeight + (block.number - $.countedBlock) * $.amount * PRECISION / ($.blocks * $.totalWeight);
    }

    function _account(uint256 subnetId) private view returns (SubnetAccount storage account) {
        account = _data().accounts[subnetId];
        if (account.subnet == address(0)) revert NoSuchSubnet(subnetId);
    }

    /// @dev Marks a claim as paid before it is.
    function _claim(uint256 subnetId, uint64 epoch, address account, address validator)
        private
        returns (Pools storage pools)
    {
        pools = _data().pools[subnetId][epoch];
        if (pools.miners == 0 && pools.validators == 0) revert NotAllocated(subnetId, epoch);
        bytes32 key = _claimKey(subnetId, epoch, account, validator);
        if (_data().claimed[key]) revert AlreadyClaimed(subnetId, epoch, account);
        _data().claimed[key] = true;
    }

    /// @dev `validator` is nobody for what the account itself earned, and somebody for a delegation.
    function _claimKey(uint256 subnetId, uint64 epoch, address account, address validator)
        private
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(subnetId, epoch, account, validator));
    }

    function _payValidators(Pools storage pools, uint256 subnetId, uint64 epoch, uint256 amount) private {
        pools.validatorsPaid += _within(subnetId, epoch, amount, pools.validators - pools.validatorsPaid);
    }

    /// @dev A lying subnet cannot pay out more than it was given.
    function _within(uint256 subnetId, uint64 epoch, uint256 asked, uint256 left)
        private
        pure
        returns (uint128)
    {
        if (asked > left) revert BeyondPool(subnetId, epoch, asked, left);
        return uint128(asked);
    }

    function _pay(address account, uint256 amount) private {
        _data().reserved -= amount;
        if (amount != 0) _data().tora.safeTransfer(account, amount);
    }

    function _setSplit(Split memory s) private {
        uint256 sum = uint256(s.validators) + s.miners + s.owner + s.treasury;
        if (sum != WHOLE) revert BadSplit(sum);
        _data().split = s;
        emit SplitSet(s.validators, s.miners, s.owner, s.treasury);
    }

    function _setTreasury(address treasury_) private {
        if (treasury_ == address(0)) revert NoTreasury();
        _data().treasury = treasury_;
        emit TreasurySet(treasury_);
    }
}
