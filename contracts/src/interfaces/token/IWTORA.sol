// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IWTORA
/// @notice Wraps an ERC-20 token that may take a tax on its transfers (the Four.meme token of TORA on BNB Smart
/// Chain) as one that takes none, so that the StandardBridge can hold it: the bridge mints on the rollup the amount
/// that was asked for, not the one that arrived.
/// @dev What is always true: the wrapper holds at least as much of the underlying token as there is WTORA. It holds
/// for every tax on the transferred amount and for one that changes. A token that lowers balances without a transfer
/// (a negative rebase) is not one to wrap; nothing is wrapped any more while the backing is short.
/// All amounts are in the smallest unit of the underlying token, whose decimals WTORA takes on.
interface IWTORA is IERC20 {
    /// @notice Underlying tokens came in and WTORA was minted.
    /// @param from who paid
    /// @param to who received the WTORA
    /// @param sent the underlying tokens that were sent
    /// @param minted the WTORA, which is what arrived
    event Wrapped(address indexed from, address indexed to, uint256 sent, uint256 minted);

    /// @notice WTORA was burned and underlying tokens went out.
    /// @param from whose WTORA was burned
    /// @param to who received the underlying tokens
    /// @param burned the WTORA, which is what was sent
    /// @param received the underlying tokens that arrived at `to` after the tax
    event Unwrapped(address indexed from, address indexed to, uint256 burned, uint256 received);

    /// @notice Less arrived than the caller accepts, or nothing at all.
    /// @param received what arrived after the tax
    /// @param minimum the least that the caller accepts
    error ReceivedTooLittle(uint256 received, uint256 minimum);

    /// @notice The underlying token took more from the wrapper than it was told to send.
    /// @param taken what the wrapper's balance lost
    /// @param burned the WTORA that would have paid for it
    error UnderlyingTookTooMuch(uint256 taken, uint256 burned);

    /// @notice The underlying token lost balance without a transfer: a newcomer would pay for those before.
    /// @param backing the underlying tokens held
    /// @param supply the WTORA that exists
    error Undercollateralised(uint256 backing, uint256 supply);

    /// @notice This token cannot be wrapped: it has no code, or it is WTORA itself.
    /// @param underlying the token given
    error InvalidUnderlying(address underlying);

    /// @notice Takes underlying tokens from the caller, who approved them, and mints WTORA for what arrives.
    /// @param value the underlying tokens to send; the tax comes off it
    /// @param to who receives the WTORA
    /// @param minMinted the least WTORA accepted: bounds a tax that rises while the transaction waits
    /// @return minted the WTORA minted, at most `value`
    function wrap(uint256 value, address to, uint256 minMinted) external returns (uint256 minted);

    /// @notice Burns the caller's WTORA and sends as many underlying tokens, from which the tax comes off.
    /// @param value the WTORA to burn
    /// @param to who receives the underlying tokens
    /// @param minReceived the least that must arrive at `to`
    /// @return received what arrived
    function unwrap(uint256 value, address to, uint256 minReceived) external returns (uint256 received);

    /// @notice The token that is wrapped.
    function underlying() external view returns (IERC20);
}
