// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IEmissionManager
/// @notice Pays TORA to subnets by governed weights, and within a subnet to validators, miners, the subnet's owner and the
/// treasury. It pays what it holds and nothing else: whatever is sent here is for emissions, and what cannot be paid yet is
/// owed.
/// @dev A subnet may lie about who earned what. It decides over its own pools only, and cannot pay out more than those.
interface IEmissionManager {
    /// @notice How a subnet's emission is divided, of 10,000 together.
    struct Split {
        uint16 validators;
        uint16 miners;
        uint16 owner;
        uint16 treasury;
    }

    /// @notice What was put aside for an epoch of a subnet and what of it is paid, wei of TORA.
    struct Pools {
        uint128 miners;
        uint128 validators;
        uint128 minersPaid;
        uint128 validatorsPaid;
    }

    /// @notice What a subnet has coming, wei of TORA.
    /// @param weight of its emissions; of no unit
    /// @param owed accrued and not yet put aside for an epoch, shortfalls included
    /// @param carried put aside and undistributed: of epochs without miners or validators to pay, and dust
    /// @param ownerDue the owner's, not yet claimed
    struct Account {
        uint256 weight;
        uint256 owed;
        uint256 carried;
        uint256 ownerDue;
    }

    /// @notice The rate was set.
    /// @param amount wei of TORA for all subnets
    /// @param blocks in which it is emitted
    event RateSet(uint256 amount, uint256 blocks);

    /// @notice A subnet's weight was set.
    event WeightSet(uint256 indexed subnetId, uint256 weight);

    /// @notice The division within subnets was set.
    event SplitSet(uint16 validators, uint16 miners, uint16 owner, uint16 treasury);

    /// @notice Who gets the treasury's share was set.
    event TreasurySet(address treasury);

    /// @notice An epoch of a subnet got its pools.
    /// @param budget put aside now, wei of TORA, without what was carried from before
    /// @param shortfall still owed for lack of TORA, wei
    event Allocated(
        uint256 indexed subnetId,
        uint64 indexed epoch,
        uint256 budget,
        uint256 miners,
        uint256 validators,
        uint256 shortfall
    );

    /// @notice An account was paid.
    event RewardClaimed(
        uint256 indexed subnetId,
        uint64 indexed epoch,
        address indexed account,
        uint256 asMiner,
        uint256 asValidator
    );

    /// @notice A delegator was paid.
    event DelegatorRewardClaimed(
        uint256 indexed subnetId,
        uint64 indexed epoch,
        address indexed delegator,
        address validator,
        uint256 amount
    );

    /// @notice A subnet's owner was paid.
    event OwnerPaid(uint256 indexed subnetId, address indexed owner, uint256 amount);

    /// @notice The treasury was paid.
    event TreasuryPaid(address indexed treasury, uint256 amount);

    /// @notice Only the SubnetRegistry may do this.
    error NotRegistry(address caller);

    /// @notice Only a subnet may do this.
    error NotSubnet(address caller);

    /// @notice Epochs of a subnet are allocated in order, once each.
    error EpochNotNew(uint256 subnetId, uint64 epoch, uint64 last);

    /// @notice Nothing was put aside for this epoch.
    error NotAllocated(uint256 subnetId, uint64 epoch);

    /// @notice The account was paid already.
    error AlreadyClaimed(uint256 subnetId, uint64 epoch, address account);

    /// @notice Nobody can be the validator of a delegation.
    error NoValidator();

    /// @notice The subnet says that more was earned than was put aside.
    error BeyondPool(uint256 subnetId, uint64 epoch, uint256 asked, uint256 left);

    /// @notice Shares of a split have to add up to 10,000.
    error BadSplit(uint256 sum);

    /// @notice A rate needs at least one block, and an amount below 2^96.
    error BadRate(uint256 amount, uint256 blocks);

    /// @notice A weight is below 2^64.
    error BadWeight(uint256 weight);

    /// @notice There is no such subnet.
    error NoSuchSubnet(uint256 subnetId);

    /// @notice The treasury cannot be nobody.
    error NoTreasury();

    /// @notice Enters a subnet, with weight zero. SubnetRegistry only.
    /// @param subnet who asks for allocations and whose owner is paid
    /// @param consensus who says what was earned
    function enter(uint256 subnetId, address subnet, address consensus) external;

    /// @notice Puts aside what a subnet has coming for an epoch. That subnet only, once an epoch.
    /// @param minersEarned whether there are miners to pay; else their pool is carried
    /// @param validatorsEarned whether there are validators to pay; else their pool is carried
    function allocate(uint64 epoch, bool minersEarned, bool validatorsEarned) external;

    /// @notice Pays an account what it earned in an epoch as a miner and as a validator, once. Anyone may call.
    /// @return amount wei of TORA
    function claimRewards(uint256 subnetId, uint64 epoch, address account) external returns (uint256 amount);

    /// @notice Pays a delegator what it earned in an epoch with a validator, once. Anyone may call.
    /// @param validator not nobody
    /// @return amount wei of TORA
    function claimDelegation(uint256 subnetId, uint64 epoch, address delegator, address validator)
        external
        returns (uint256 amount);

    /// @notice Pays a subnet's owner all that is due. Anyone may call.
    function claimOwner(uint256 subnetId) external returns (uint256 amount);

    /// @notice Pays the treasury all that is due. Anyone may call.
    function claimTreasury() external returns (uint256 amount);

    /// @notice Sets what all subnets together are emitted. Owner only.
    /// @param amount wei of TORA
    /// @param blocks in which it is emitted: those of the protocol's epoch
    function setRate(uint256 amount, uint256 blocks) external;

    /// @notice Sets a subnet's weight. Owner only.
    function setWeight(uint256 subnetId, uint256 weight) external;

    /// @notice Sets the division within subnets. Owner only.
    function setSplit(Split calldata split) external;

    /// @notice Sets who gets the treasury's share. Owner only.
    function setTreasury(address treasury) external;

    /// @notice What a subnet has coming now, what accrued up to this block included.
    function accountOf(uint256 subnetId) external view returns (Account memory);

    /// @notice What was put aside for an epoch of a subnet.
    function poolsOf(uint256 subnetId, uint64 epoch) external view returns (Pools memory);

    /// @notice Whether an account was paid for an epoch.
    function claimed(uint256 subnetId, uint64 epoch, address account) external view returns (bool);

    /// @notice Whether a delegator was paid for an epoch with a validator.
    function delegationClaimed(uint256 subnetId, uint64 epoch, address delegator, address validator)
        external
        view
        returns (bool);

    /// @notice The rate: wei of TORA in so many blocks.
    function rate() external view returns (uint256 amount, uint256 blocks);

    /// @notice The division within subnets.
    function split() external view returns (Split memory);

    /// @notice Who gets the treasury's share.
    function treasury() external view returns (address);

    /// @notice Wei of TORA that are put aside and not paid.
    function reserved() external view returns (uint256);

    /// @notice Wei of TORA held that are not put aside.
    function available() external view returns (uint256);

    /// @notice The treasury's, not yet claimed, wei of TORA.
    function treasuryDue() external view returns (uint256);

    /// @notice Sum of the weights of all subnets.
    function totalWeight() external view returns (uint256);
}
