// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IOptimismMintableERC20} from "../bridge/IOptimismMintableERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IToraToken
/// @notice TORA on the rollup: minted and burned by the L2StandardBridge alone, one for one with WTORA held by the
/// L1StandardBridge. Amounts are in wei of TORA (18 decimals, unless its WTORA has others).
/// @dev The grant: an account without any BNB cannot send the transaction that would approve the paymaster. So the
/// token gives the paymaster an allowance from every account, which the paymaster can use towards itself only.
interface IToraToken is IERC20, IOptimismMintableERC20 {
    /// @notice The bridge minted what was locked on L1.
    /// @param account the account that received
    /// @param amount in wei of TORA
    event Mint(address indexed account, uint256 amount);

    /// @notice The bridge burned what will be released on L1.
    /// @param account the account that gave
    /// @param amount in wei of TORA
    event Burn(address indexed account, uint256 amount);

    /// @notice The grant went to another paymaster.
    /// @param previous who had the grant, or zero
    /// @param paymaster who has it now, or zero
    event PaymasterSet(address indexed previous, address indexed paymaster);

    /// @notice The grant was suspended, or given back.
    /// @param suspended whether the paymaster's grant is void for now
    /// @param by the guardian or the owner
    event PaymasterSuspended(bool suspended, address indexed by);

    /// @notice Only the bridge mints and burns.
    /// @param caller the account that called
    error NotBridge(address caller);

    /// @notice The grant is given to a contract only: a key must not hold it.
    /// @param paymaster the account without code
    error PaymasterWithoutCode(address paymaster);

    /// @notice The paymaster takes towards itself and to nobody else.
    /// @param to where it wanted the tokens to go
    error PaymasterMayOnlyDebitToItself(address to);

    /// @notice The token, or a part of it, was constructed without an address.
    error ZeroAddress();

    /// @notice Gives the grant to another paymaster, or to none, and ends a suspension. Owner (timelock) only.
    /// @param newPaymaster a contract, or zero for none
    function setPaymaster(address newPaymaster) external;

    /// @notice Suspends the grant, or ends the suspension. Guardian or owner. Transfers are never stopped.
    /// @param suspended whether the grant is void from now on
    function suspendPaymaster(bool suspended) external;

    /// @notice The contract that has the grant, suspended or not.
    function paymaster() external view returns (address);

    /// @notice Whether the grant is void for now.
    function paymasterSuspended() external view returns (bool);
}
