// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title ISubnetRegistry
/// @notice All subnets, by number from 1.
interface ISubnetRegistry {
    /// @notice A subnet's contracts.
    struct Subnet {
        string name;
        address subnet;
        address consensus;
        address stakePool;
        address minerRegistry;
        address inferenceDesk;
        bool retired;
    }

    /// @notice A subnet was entered.
    event SubnetRegistered(
        uint256 indexed subnetId,
        address indexed subnet,
        address consensus,
        address stakePool,
        address minerRegistry,
        address inferenceDesk,
        string name
    );

    /// @notice A subnet was retired: it may no longer lower trust. Its weight of emissions is the EmissionManager's.
    event SubnetRetired(uint256 indexed subnetId);

    /// @notice The factory was set.
    event FactorySet(address indexed factory);

    /// @notice The registry knows who pays subnets and who keeps trust.
    event Connected(address indexed emissions, address indexed trust);

    /// @notice The registry is connected, once and for all.
    error AlreadyConnected(address emissions, address trust);

    /// @notice There is no code where the EmissionManager or the GlobalTrust should be.
    error NothingThere(address emissions, address trust);

    /// @notice Only the factory may do this.
    error NotFactory(address caller);

    /// @notice There is no such subnet.
    error NoSuchSubnet(uint256 subnetId);

    /// @notice The subnet is retired already.
    error AlreadyRetired(uint256 subnetId);

    /// @notice Enters a subnet. Factory only.
    /// @param subnet its contracts
    /// @return subnetId its number
    function register(Subnet calldata subnet) external returns (uint256 subnetId);

    /// @notice Retires a subnet. Owner only.
    function retire(uint256 subnetId) external;

    /// @notice Names the EmissionManager and the GlobalTrust, which know this registry already. Owner only, once.
    function connect(address emissions, address trust) external;

    /// @notice Sets who may enter subnets. Owner only.
    function setFactory(address factory) external;

    /// @notice How many subnets were entered.
    function count() external view returns (uint256);

    /// @notice A subnet's contracts.
    function subnetOf(uint256 subnetId) external view returns (Subnet memory);

    /// @notice The number of a subnet, or 0.
    function idOf(address subnet) external view returns (uint256);

    /// @notice Who may enter subnets.
    function factory() external view returns (address);

    /// @notice Who pays subnets.
    function emissions() external view returns (address);

    /// @notice Who keeps the trust in validators.
    function trust() external view returns (address);
}
