// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IPriceSource} from "../interfaces/paymaster/IPriceSource.sol";
import {IToraPaymaster} from "../interfaces/paymaster/IToraPaymaster.sol";
import {PaymasterQuote} from "./PaymasterQuote.sol";
import {PaymasterTreasury} from "./PaymasterTreasury.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {IPaymaster} from "@account-abstraction/contracts/interfaces/IPaymaster.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title ToraPaymaster
/// @notice Gas in TORA for EntryPoint 0.8, see IToraPaymaster.
/// @dev Validation keeps to ERC-7562 for a staked paymaster: it reads one slot of its own, writes balances that belong
/// to the sender and to itself, and asks no clock: the EntryPoint compares `validUntil`.
///
/// Why it is never at a loss, at the rate that it validated with. The EntryPoint takes at most `maxCost` from the
/// deposit. Ahead, the paymaster takes TORA for `maxCost` and for the settlement at `maxFeePerGas`. If postOp reverts,
/// or the EntryPoint finds its prefund too low, all of that is kept. Otherwise what is kept pays for:
/// - the cost that the EntryPoint reports, which has the penalty for unused call gas in it already;
/// - the settlement, `settlementGas`; postOp reverts when its meter says that it took more;
/// - the penalty for unused postOp gas, which the EntryPoint finds only after postOp: the most that it can be.
/// The fee comes on top. The L1 data fee of the rollup is in the bundler's preVerificationGas, which the EntryPoint
/// charges as gas: it is in the reported cost.
contract ToraPaymaster is IPaymaster, PaymasterQuote {
    /// @dev EntryPoint 0.8: of postOp gas left unused beyond this ...
    uint256 private constant PENALTY_THRESHOLD = 40_000;
    /// @dev ... one tenth of all that is unused is charged.
    uint256 private constant PENALTY_DIVISOR = 10;
    /// @dev No settlement takes less; so no more than the limit less this is ever unused.
    uint256 private constant LEAST_POST_OP_GAS = 5_000;
    /// @dev More than any block has, and small enough for the arithmetic.
    uint256 private constant MOST_POST_OP_GAS = 1e9;
    /// @dev Gas of a settlement before and after postOp's own meter: the EntryPoint's call, the proxy.
    uint256 private constant UNMETERED_GAS = 2_400;

    /// @dev Where the cap stands in `paymasterAndData`, and where it ends.
    uint256 private constant CAP_OFFSET = 52;
    uint256 private constant DATA_LENGTH = 84;
    uint256 private constant POST_OP_GAS_OFFSET = 36;

    /// @dev Wei in one BNB: the unit of the rate's denominator.
    uint256 private constant COIN = 1e18;

    modifier onlyEntryPoint() {
        if (msg.sender != address(ENTRY_POINT)) revert NotEntryPoint(msg.sender);
        _;
    }

    /// @param entryPoint_ the EntryPoint, of version 0.8
    /// @param tora_ TORA on the rollup
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntryPoint entryPoint_, IERC20 tora_) PaymasterTreasury(entryPoint_, tora_) {}

    /// @inheritdoc IToraPaymaster
    function initialize(Holders calldata holders, IPriceSource source, Terms calldata firstTerms)
        external
        initializer
    {
        __PaymasterTreasury_init(holders);
        __PaymasterQuote_init(source, firstTerms);
    }

    /// @inheritdoc IPaymaster
    /// @dev Takes ahead what the operation can cost. Reverts with the reason when it does not pay for the operation;
    /// too small a balance is the token's own error.
    function validatePaymasterUserOp(PackedUserOperation calldata operation, bytes32, uint256 maxCost)
        external
        onlyEntryPoint
        returns (bytes memory context, uint256 validationData)
    {
        Quote memory q = _quoteStorage().quote;
        if (q.paused) revert Paused();

        bytes calldata data = operation.paymasterAndData;
        if (data.length != DATA_LENGTH) revert BadPaymasterData(data.length);
        uint256 postOpGasLimit = uint128(bytes16(data[POST_OP_GAS_OFFSET:CAP_OFFSET]));
        uint256 maxFeePerGas = uint128(uint256(operation.gasFees));

        uint256 chargedGas = _chargedGas(q, postOpGasLimit);
        uint256 ahead = _ahead(q, maxCost, chargedGas, maxFeePerGas);
        uint256 cap = uint256(bytes32(data[CAP_OFFSET:]));
        if (ahead > cap) revert AboveCap(ahead, cap);

        address sender = operation.sender;
        if (!TORA.transferFrom(sender, address(this), ahead)) revert TransferFailed();
        // Two words, read by postOp alone: sender, settlement gas, charged gas; amount taken ahead, rate.
        context = abi.encode(
            uint256(uint160(sender)) << 96 | uint256(q.settlementGas) << 64 | chargedGas, ahead << 96 | q.rate
        );
        validationData = uint256(q.validUntil) << 160;
    }

    /// @inheritdoc IPaymaster
    /// @dev Gives back what the operation did not cost. Never takes more.
    function postOp(PostOpMode mode, bytes calldata context, uint256 actualGasCost, uint256 feePerGas)
        external
        onlyEntryPoint
    {
        uint256 gasBefore = gasleft();
        (uint256 who, uint256 what) = abi.decode(context, (uint256, uint256));
        // The fields that validation packed.
        // forge-lint: disable-start(unsafe-typecast)
        address sender = address(uint160(who >> 96));
        uint256 ahead = what >> 96;
        unchecked {
            // Far from overflow: what passed validation bounds the gas price, and a block the gas.
            uint256 due = _tora(actualGasCost + uint64(who) * feePerGas, uint96(what));
            if (due < ahead) {
                if (!TORA.transfer(sender, ahead - due)) revert TransferFailed();
            } else {
                due = ahead;
            }
            emit OperationCharged(sender, due, mode != PostOpMode.opSucceeded);

            uint256 used = gasBefore - gasleft();
            uint256 allowed = uint24(who >> 64) - UNMETERED_GAS;
            if (used > allowed) revert SettlementTooExpensive(used, allowed);
        }
        // forge-lint: disable-end(unsafe-typecast)
    }

    /// @inheritdoc IToraPaymaster
    function pause() external onlyGuardianOrOwner {
        _setPaused(true);
    }

    /// @inheritdoc IToraPaymaster
    function unpause() external onlyGuardianOrOwner {
        _setPaused(false);
    }

    /// @inheritdoc IToraPaymaster
    function toraAhead(uint128 maxCost, uint128 postOpGasLimit, uint128 maxFeePerGas)
        external
        view
        returns (uint256)
    {
        Quote memory q = _quoteStorage().quote;
        return _ahead(q, maxCost, _chargedGas(q, postOpGasLimit), maxFeePerGas);
    }

    /// @dev Gas charged besides what the EntryPoint reports: the settlement, and the most that the penalty for unused
    /// postOp gas can be. Below 2^32.
    function _chargedGas(Quote memory q, uint256 postOpGasLimit) private pure returns (uint256 gas_) {
        gas_ = q.settlementGas;
        if (postOpGasLimit < gas_ || postOpGasLimit > MOST_POST_OP_GAS) {
            revert BadPostOpGasLimit(postOpGasLimit, gas_, MOST_POST_OP_GAS);
        }
        unchecked {
            if (postOpGasLimit > LEAST_POST_OP_GAS + PENALTY_THRESHOLD) {
                gas_ += (postOpGasLimit - LEAST_POST_OP_GAS) / PENALTY_DIVISOR;
            }
        }
    }

    /// @dev The TORA for an operation that costs all that it can. The EntryPoint's values have at most 120 bits, so
    /// `maxCost` has fewer than 243 and the sum cannot overflow; what passes the check has 64 bits, and 96 with the
    /// rate: fewer than 160 in all.
    function _ahead(Quote memory q, uint256 maxCost, uint256 chargedGas, uint256 maxFeePerGas)
        private
        pure
        returns (uint256)
    {
        uint256 rate = q.rate;
        if (rate == 0) revert NoRate();
        unchecked {
            uint256 cost = maxCost + chargedGas * maxFeePerGas;
            if (cost > q.maxOperationCost) revert OperationTooCostly(cost, q.maxOperationCost);
            return _tora(cost, rate);
        }
    }

    /// @dev TORA for a cost, rounded up.
    function _tora(uint256 cost, uint256 rate) private pure returns (uint256) {
        unchecked {
            return (cost * rate + (COIN - 1)) / COIN;
        }
    }
}
