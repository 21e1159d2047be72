// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IMinerRegistry
/// @notice The miners of one subnet: up to 256 places, called uids. Who registers or leaves in an epoch does so for the
/// next one.
interface IMinerRegistry {
    /// @notice A registered miner.
    /// @param account who earns
    /// @param signer whose signatures stand for the miner's answers
    /// @param uid the miner's place
    /// @param since first epoch in which it takes part
    /// @param endpoint where it answers, a URL
    struct Miner {
        address account;
        address signer;
        uint16 uid;
        uint64 since;
        string endpoint;
    }

    /// @notice A miner takes part from an epoch on.
    event MinerRegistered(
        uint16 indexed uid, address indexed account, uint64 indexed fromEpoch, address signer, string endpoint
    );

    /// @notice A miner takes no part from an epoch on.
    event MinerLeft(uint16 indexed uid, address indexed account, uint64 indexed fromEpoch);

    /// @notice A miner answers elsewhere, or signs with another key.
    event MinerUpdated(uint16 indexed uid, address indexed account, address signer, string endpoint);

    /// @notice The account has a place already.
    error AlreadyRegistered(address account);

    /// @notice The account has no place.
    error NotRegistered(address account);

    /// @notice Another miner's answers are signed by that key.
    error SignerTaken(address signer);

    /// @notice A miner needs a key to sign with.
    error NoSigner();

    /// @notice Every place is taken, by miners that cannot be replaced yet.
    error NoFreePlace();

    /// @notice An endpoint is 1 to 256 bytes.
    error BadEndpoint(uint256 length);

    /// @notice Only the subnet may do this.
    error NotSubnet(address caller);

    /// @notice The subnet is paused.
    error SubnetPaused();

    /// @notice Takes a place for the caller from the next epoch on, for the registration fee. When none is free, the miner
    /// with the least incentive gives way, of those past their immunity.
    /// @param signer the key that will sign answers
    /// @param endpoint where the miner answers
    /// @return uid its place
    function register(address signer, string calldata endpoint) external returns (uint16 uid);

    /// @notice Gives the caller's place up from the next epoch on.
    function leave() external;

    /// @notice Changes where the caller's miner answers, and who signs, at once.
    function update(address signer, string calldata endpoint) external;

    /// @notice Notes that bonds of all epochs up to this one are dealt with. Subnet only.
    function settle(uint64 epoch) external;

    /// @notice Who takes part in an epoch: the current one, the one before, or the next as things stand.
    /// @return members one bit a uid
    /// @return joined bits of the members that are new since the latest epoch that was settled
    function roster(uint64 epoch) external view returns (uint256 members, uint256 joined);

    /// @notice The place of an account in an epoch.
    /// @return found false when it had none
    /// @return uid its place
    function uidOf(address account, uint64 epoch) external view returns (bool found, uint16 uid);

    /// @notice The account in a place in an epoch, or zero.
    function accountOf(uint16 uid, uint64 epoch) external view returns (address);

    /// @notice The miner of an account that is registered.
    function minerOf(address account) external view returns (Miner memory);

    /// @notice The account whose miner signs with this key, or zero.
    function accountOfSigner(address signer) external view returns (address);

    /// @notice All miners that are registered, those of the next epoch included.
    function miners() external view returns (Miner[] memory);

    /// @notice The subnet that this registry belongs to.
    function subnet() external view returns (address);
}
