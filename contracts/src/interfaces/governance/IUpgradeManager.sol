// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IUpgradeManager
/// @notice The only account that the protocol's proxies take an upgrade from. Its owner, and so the one who decides,
/// is the timelock (on L1 the Safe or the L1Executor).
interface IUpgradeManager {
    /// @notice What a proxy runs since its last upgrade through this manager.
    struct Version {
        /// how many upgrades there were
        uint64 number;
        /// Unix time of the last
        uint64 upgradedAt;
        /// its code's address
        address implementation;
        /// keccak256 of its code, as it was voted on
        bytes32 codeHash;
    }

    /// @notice A proxy was upgraded.
    /// @param proxy the proxy
    /// @param implementation the address of its new code
    /// @param number how many upgrades the proxy has had, this one counted
    /// @param codeHash keccak256 of the new code
    event ProxyUpgraded(
        address indexed proxy, address indexed implementation, uint256 indexed number, bytes32 codeHash
    );

    /// @notice The code at the address is not the code that was decided on.
    /// @param implementation where it should be
    /// @param expected keccak256 of the code decided on
    /// @param found keccak256 of the code there
    error WrongCode(address implementation, bytes32 expected, bytes32 found);

    /// @notice The new code would answer to another upgrade manager, or to none.
    /// @param proxy the proxy
    /// @param implementation the address of the new code
    error UpgradeAuthorityLost(address proxy, address implementation);

    /// @notice Upgrades a proxy, and has it called in the same step. Owner only.
    /// @param proxy a UUPS proxy that answers to this manager; the manager itself is one
    /// @param implementation the address of the new code, a UUPS implementation
    /// @param codeHash keccak256 of the new code: what was reviewed is what will run, whenever it is deployed
    /// @param data the call of the proxy after the upgrade (a reinitialiser), or empty for none
    function upgrade(address proxy, address implementation, bytes32 codeHash, bytes calldata data) external;

    /// @notice What a proxy runs since its last upgrade through this manager; all zero before the first.
    /// @param proxy the proxy
    function versionOf(address proxy) external view returns (Version memory);
}
