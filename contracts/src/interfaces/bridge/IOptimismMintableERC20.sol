// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title IOptimismMintableERC20
/// @notice What the OP Stack's StandardBridge asks of a token that it mints and burns. The bridge finds it by
/// ERC-165, so the functions and their names are its, and no other may be added.
interface IOptimismMintableERC20 is IERC165 {
    /// @notice The token on the other chain that this one stands for.
    function remoteToken() external view returns (address);

    /// @notice The bridge of this chain.
    function bridge() external view returns (address);

    /// @notice Mints what was locked on the other chain. Bridge only.
    /// @param to the account that receives
    /// @param amount in the token's smallest unit
    function mint(address to, uint256 amount) external;

    /// @notice Burns what will be released on the other chain. Bridge only, which burns from its own caller.
    /// @param from the account that gives
    /// @param amount in the token's smallest unit
    function burn(address from, uint256 amount) external;
}

/// @title ILegacyMintableERC20
/// @notice The older names of the same. `L2StandardBridge.withdraw` reads `l1Token`, and the bridge prefers this
/// interface where a token has both.
interface ILegacyMintableERC20 is IERC165 {
    /// @notice The token on L1 that this one stands for.
    function l1Token() external view returns (address);

    /// @notice See IOptimismMintableERC20.
    /// @param to the account that receives
    /// @param amount in the token's smallest unit
    function mint(address to, uint256 amount) external;

    /// @notice See IOptimismMintableERC20.
    /// @param from the account that gives
    /// @param amount in the token's smallest unit
    function burn(address from, uint256 amount) external;
}
