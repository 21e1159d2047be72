// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IStakePool
/// @notice The validators of one subnet, up to 64 slots, and the TORA staked with them, their own and their delegators'.
/// Stake is held as shares of a validator's pool: a slash takes from all of its shares alike. What is staked or asked back
/// in an epoch counts for the next one; what is asked back can still be slashed until it is withdrawn.
interface IStakePool {
    /// @notice A validator, as it is now.
    /// @param account who votes
    /// @param slot its place, when it has one
    /// @param seated whether it has a place in the next epoch
    /// @param assets TORA staked with it, wei, stake asked back included
    /// @param shares of the pool, stake asked back included
    /// @param take its share of its delegators' rewards in the next epoch, of 10,000
    struct Validator {
        address account;
        uint8 slot;
        bool seated;
        uint256 assets;
        uint256 shares;
        uint16 take;
    }

    /// @notice Stake asked back.
    /// @param shares of the validator's pool
    /// @param fromEpoch first epoch in which it can be withdrawn
    struct Unbonding {
        uint192 shares;
        uint64 fromEpoch;
    }

    /// @notice A validator has a slot from an epoch on.
    event ValidatorSeated(uint8 indexed slot, address indexed validator, uint64 indexed fromEpoch);

    /// @notice A validator has no slot from an epoch on.
    event ValidatorUnseated(uint8 indexed slot, address indexed validator, uint64 indexed fromEpoch);

    /// @notice TORA was staked with a validator.
    event Staked(address indexed validator, address indexed delegator, uint256 amount, uint256 shares);

    /// @notice Stake was asked back.
    event UnstakeRequested(
        address indexed validator, address indexed delegator, uint256 shares, uint64 fromEpoch
    );

    /// @notice Stake was given back.
    event Withdrawn(address indexed validator, address indexed delegator, uint256 amount);

    /// @notice Stake was taken and paid into the emissions.
    event Slashed(address indexed validator, uint256 amount);

    /// @notice A validator's take changes.
    event TakeSet(address indexed validator, uint64 indexed fromEpoch, uint16 take);

    /// @notice The account has a slot already.
    error AlreadyValidator(address account);

    /// @notice The account has no slot.
    error NotSeated(address account);

    /// @notice There is no pool of that account.
    error NoSuchValidator(address account);

    /// @notice A slot needs more stake than there is.
    /// @param stake what there is, wei of TORA
    /// @param needed what it takes, wei of TORA
    error StakeTooSmall(uint256 stake, uint256 needed);

    /// @notice Every slot is taken, and the one named cannot be had.
    error NoFreeSlot(uint8 slot);

    /// @notice A take is at most 10,000.
    error BadTake(uint16 take);

    /// @notice Nothing is no amount.
    error ZeroAmount();

    /// @notice The delegator has fewer shares than it asks back.
    error TooManyShares(uint256 asked, uint256 held);

    /// @notice Nothing can be withdrawn yet.
    /// @param fromEpoch first epoch in which it can, or 0 for never
    error NothingToWithdraw(uint64 fromEpoch);

    /// @notice Stake of a delegator is asked back in at most so many parts at a time.
    error TooManyUnbondings(uint256 most);

    /// @notice Only the subnet may do this.
    error NotSubnet(address caller);

    /// @notice The validator has not agreed to be judged by this subnet, see IGlobalTrust.authorize.
    error NotAuthorized(address validator);

    /// @notice The subnet is paused.
    error SubnetPaused();

    /// @notice Makes the caller a validator from the next epoch on.
    /// @param amount of TORA to stake, wei; with what is staked already it has to reach the minimum
    /// @param take the validator's share of its delegators' rewards, of 10,000
    /// @param outbid when every slot is taken, the one whose validator has less stake than the caller and gives way
    /// @return slot its place
    function registerValidator(uint256 amount, uint16 take, uint8 outbid) external returns (uint8 slot);

    /// @notice Gives the caller's slot up from the next epoch on. Stake stays until it is asked back.
    function leave() external;

    /// @notice Sets the caller's take from the next epoch on.
    function setTake(uint16 take) external;

    /// @notice Stakes TORA of the caller with a validator.
    /// @param amount wei of TORA
    /// @return shares of the validator's pool
    function stake(address validator, uint256 amount) external returns (uint256 shares);

    /// @notice Asks stake back. It earns until the end of this epoch.
    /// @param shares of the validator's pool
    function requestUnstake(address validator, uint256 shares) external;

    /// @notice Gives the caller all stake back that was asked back long enough ago. Works in a paused subnet too.
    /// @return amount wei of TORA, less what was slashed meanwhile
    function withdraw(address validator) external returns (uint256 amount);

    /// @notice Takes a share of a validator's pool and pays it into the emissions. Subnet only.
    /// @param rate of 10,000
    /// @return amount wei of TORA
    function slash(address validator, uint16 rate) external returns (uint256 amount);

    /// @notice Notes that bonds of all epochs up to this one are dealt with. Subnet only.
    function settle(uint64 epoch) external;

    /// @notice Who takes part in an epoch: the current one, the one before, or the next as things stand.
    /// @return members one bit a slot
    /// @return joined bits of the members that are new since the latest epoch that was settled
    function roster(uint64 epoch) external view returns (uint256 members, uint256 joined);

    /// @notice The slot of a validator in an epoch.
    function slotOf(address validator, uint64 epoch) external view returns (bool found, uint8 slot);

    /// @notice The validator in a slot in an epoch, or zero.
    function validatorIn(uint8 slot, uint64 epoch) external view returns (address);

    /// @notice Validators and stake of the first slots in an epoch.
    /// @param slots how many
    /// @return accounts zero where a slot is empty
    /// @return stakes wei of TORA that count for the epoch, at today's value of a share
    function voicesOf(uint64 epoch, uint256 slots)
        external
        view
        returns (address[] memory accounts, uint256[] memory stakes);

    /// @notice Stake of a validator that counts for an epoch, wei of TORA, at today's value of a share.
    function stakeOf(address validator, uint64 epoch) external view returns (uint256);

    /// @notice What a validator and a delegator of it get of its rewards in an epoch.
    /// @return total shares of the pool that count for the epoch
    /// @return held shares of the delegator that count for it
    /// @return take of the validator, of 10,000
    function sharesOf(address validator, address delegator, uint64 epoch)
        external
        view
        returns (uint256 total, uint256 held, uint16 take);

    /// @notice A validator, as it is now.
    function validatorOf(address account) external view returns (Validator memory);

    /// @notice Value of shares now, wei of TORA.
    function valueOf(address validator, uint256 shares) external view returns (uint256);

    /// @notice Stake of a delegator that was asked back and not withdrawn, in the order of asking.
    function unbondingsOf(address validator, address delegator) external view returns (Unbonding[] memory);

    /// @notice All TORA staked here, wei. Never more than this contract holds.
    function totalAssets() external view returns (uint256);

    /// @notice The subnet that this pool belongs to.
    function subnet() external view returns (address);
}
