// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Hyperparameters} from "./SubnetTypes.sol";

/// @title ISubnetFactory
/// @notice Makes subnets: five proxies each, of their own state. Who may, and for what price, is governed.
interface ISubnetFactory {
    /// @notice The code of new subnets.
    struct Implementations {
        address subnet;
        address consensus;
        address stakePool;
        address minerRegistry;
        address inferenceDesk;
    }

    /// @notice Who has power over new subnets.
    /// @param owner of their contracts: the timelock
    /// @param guardian may pause them
    struct Authorities {
        address owner;
        address guardian;
    }

    /// @notice A subnet was made.
    event SubnetCreated(uint256 indexed subnetId, address indexed subnet, address indexed owner, string name);

    /// @notice The code of new subnets was set.
    event ImplementationsSet(
        address subnet, address consensus, address stakePool, address minerRegistry, address inferenceDesk
    );

    /// @notice Who has power over new subnets was set.
    event AuthoritiesSet(address owner, address guardian);

    /// @notice The terms were set.
    /// @param open whether anyone may make a subnet
    /// @param fee wei of TORA, paid into the emissions
    event TermsSet(bool open, uint256 fee);

    /// @notice Only the owner may make subnets at present.
    error CreationClosed(address caller);

    /// @notice The address has no code.
    error NoCode(address implementation);

    /// @notice A name is 1 to 64 bytes.
    error BadName(uint256 length);

    /// @notice Makes a subnet. Its first epoch begins with this block; its emission weight is zero until governed.
    /// @param name for people, 1 to 64 bytes
    /// @param owner who tunes it and gets the owner's share
    /// @return subnetId its number
    function createSubnet(string calldata name, address owner, Hyperparameters calldata hyperparameters)
        external
        returns (uint256 subnetId);

    /// @notice Sets the code of new subnets. Owner only. Those that exist are upgraded by the UpgradeManager.
    function setImplementations(Implementations calldata implementations) external;

    /// @notice Sets who has power over new subnets. Owner only.
    function setAuthorities(Authorities calldata authorities) external;

    /// @notice Sets who may make subnets, and the price. Owner only; the owner pays nothing.
    function setTerms(bool open, uint256 fee) external;

    /// @notice The code of new subnets.
    function implementations() external view returns (Implementations memory);

    /// @notice Who has power over new subnets.
    function authorities() external view returns (Authorities memory);

    /// @notice Whether anyone may make subnets, and the price in wei of TORA.
    function terms() external view returns (bool open, uint256 fee);

    /// @notice The protocol's defaults: phases of the specification, subnets of 64 validators and 256 miners.
    function defaults() external pure returns (Hyperparameters memory);
}
