// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {GuardedPausable} from "../governance/GuardedPausable.sol";
import {IWTORA} from "../interfaces/token/IWTORA.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {
    ERC20PermitUpgradeable
} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title WTORA
/// @notice The tax-free wrapper that the bridge holds on L1, see IWTORA.
/// @dev A pause stops wrapping and unwrapping, and never a transfer: the bridge must always be able to take in and
/// release what it holds. Tokens sent here without `wrap` back the others and can be taken out by nobody.
contract WTORA is IWTORA, GuardedPausable, ERC20PermitUpgradeable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @custom:storage-location erc7201:tensora.storage.WTORA
    struct WTORAStorage {
        IERC20 underlying;
        uint8 decimals;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.WTORA")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant WTORA_STORAGE =
        0x227f8bedb7c8edd9f04d3716e4726e707cbc47fe850e6898b5de91ca4ee13c00;

    /// @notice Sets the wrapper up. The underlying token can never be changed.
    /// @param underlying_ the token to wrap
    /// @param owner_ the Safe or the L1Executor
    /// @param upgradeManager_ the UpgradeManager of L1
    /// @param guardian_ who may pause, or zero
    function initialize(IERC20 underlying_, address owner_, address upgradeManager_, address guardian_)
        external
        initializer
    {
        if (address(underlying_) == address(this) || address(underlying_).code.length == 0) {
            revert InvalidUnderlying(address(underlying_));
        }
        __ERC20_init("Wrapped Tensora", "WTORA");
        __ERC20Permit_init("Wrapped Tensora");
        __Guarded_init(owner_, upgradeManager_, guardian_);
        __Pausable_init();
        WTORAStorage storage $ = _wtoraStorage();
        $.underlying = underlying_;
        $.decimals = IERC20Metadata(address(underlying_)).decimals();
    }

    /// @inheritdoc IWTORA
    function wrap(uint256 value, address to, uint256 minMinted)
        external
        nonReentrant
        whenNotPaused
        returns (uint256 minted)
    {
        if (to == address(this)) revert ERC20InvalidReceiver(to);
        IERC20 token = underlying();
        uint256 backing = token.balanceOf(address(this));
        if (backing < totalSupply()) revert Undercollateralised(backing, totalSupply());

        token.safeTransferFrom(msg.sender, address(this), value);

        // What the token adds of its own (a reflection on what was here before) is not the sender's.
        minted = _min(_gained(token, address(this), backing), value);
        if (minted == 0 || minted < minMinted) revert ReceivedTooLittle(minted, minMinted);
        _mint(to, minted);
        emit Wrapped(msg.sender, to, value, minted);
    }

    /// @inheritdoc IWTORA
    function unwrap(uint256 value, address to, uint256 minReceived)
        external
        nonReentrant
        whenNotPaused
        returns (uint256 received)
    {
        if (to == address(this)) revert ERC20InvalidReceiver(to);
        _burn(msg.sender, value);
        IERC20 token = underlying();
        uint256 backing = token.balanceOf(address(this));
        uint256 held = token.balanceOf(to);

        token.safeTransfer(to, value);

        uint256 left = token.balanceOf(address(this));
        if (left + value < backing) revert UnderlyingTookTooMuch(backing - left, value);
        received = _gained(token, to, held);
        if (received < minReceived) revert ReceivedTooLittle(received, minReceived);
        emit Unwrapped(msg.sender, to, value, received);
    }

    /// @inheritdoc IWTORA
    function underlying() public view returns (IERC20) {
        return _wtoraStorage().underlying;
    }

    /// @inheritdoc ERC20Upgradeable
    /// @dev Those of the underlying token.
    function decimals() public view override returns (uint8) {
        return _wtoraStorage().decimals;
    }

    /// @dev What an account has more than before; nothing if it has less.
    function _gained(IERC20 token, address account, uint256 before) private view returns (uint256) {
        uint256 balance = token.balanceOf(account);
        return balance > before ? balance - before : 0;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    function _wtoraStorage() private pure returns (WTORAStorage storage $) {
        assembly ("memory-safe") {
            $.slot := WTORA_STORAGE
        }
    }
}
