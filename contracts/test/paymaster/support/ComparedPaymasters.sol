// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IPaymaster} from "@account-abstraction/contracts/interfaces/IPaymaster.sol";
import {
    PackedUserOperation as Operation
} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {PaymasterERC20} from "@openzeppelin/contracts/account/paymaster/extensions/PaymasterERC20.sol";
import {ERC4337Utils} from "@openzeppelin/contracts/account/utils/ERC4337Utils.sol";
import {IEntryPoint, PackedUserOperation} from "@openzeppelin/contracts/interfaces/IERC4337.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Pays for everything: what any paymaster with a postOp costs.
contract BarePaymaster is IPaymaster {
    /// @notice Something for a proxy to be initialised with.
    function initialize() external {}

    /// @inheritdoc IPaymaster
    function validatePaymasterUserOp(Operation calldata, bytes32, uint256)
        external
        pure
        returns (bytes memory context, uint256 validationData)
    {
        return (abi.encode(1, 2), 0);
    }

    /// @inheritdoc IPaymaster
    function postOp(PostOpMode, bytes calldata, uint256, uint256) external {}
}

/// @notice OpenZeppelin's PaymasterERC20 with the least that it needs: a rate and its expiry, cached in one slot.
contract OpenZeppelinPaymaster is PaymasterERC20 {
    IERC20 private immutable TOKEN;
    uint128 private rate;
    uint48 private validUntil;

    constructor(IERC20 token, uint128 rate_, uint48 validUntil_) {
        (TOKEN, rate, validUntil) = (token, rate_, validUntil_);
    }

    /// @dev The EntryPoint of version 0.8.
    function entryPoint() public pure override returns (IEntryPoint) {
        return ERC4337Utils.ENTRYPOINT_V08;
    }

    function _fetchDetails(PackedUserOperation calldata, bytes32)
        internal
        view
        override
        returns (uint256, IERC20, uint256)
    {
        return (ERC4337Utils.packValidationData(true, 0, validUntil), TOKEN, rate);
    }
}
