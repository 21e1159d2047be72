// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IPriceSource} from "./IPriceSource.sol";

/// @title IToraPaymaster
/// @notice Pays the gas of ERC-4337 operations in BNB from its deposit in the EntryPoint, and takes TORA for it from
/// the operation's sender: the most that it can cost before, and what it did not cost back after.
/// @dev Units: costs in wei of BNB; amounts in smallest units of TORA; prices and rates in smallest units of TORA for
/// one whole BNB (1e18 wei); shares in basis points (1/10,000); times in seconds since 1970.
///
/// `paymasterAndData` = this address (20 bytes), verification gas limit (16), postOp gas limit (16), then 32 bytes: the
/// most TORA that the sender agrees to have taken, as uint256. The sender's signature covers it.
interface IToraPaymaster {
    /// @notice The parameters that the owner governs.
    struct Terms {
        /// What is added to the price, in basis points, between MIN_FEE and MAX_FEE.
        uint16 fee;
        /// How far a new price may be from the last accepted one, in basis points, up to MAX_DEVIATION.
        uint16 maxDeviation;
        /// How long a price is good for after it was observed, in seconds, between MIN_AGE and MAX_AGE.
        uint32 maxAge;
        /// Gas charged for settling an operation, between MIN_SETTLEMENT_GAS and MAX_SETTLEMENT_GAS. Measured: 8,360; a
        /// settlement that takes more is refused and keeps the sender's refund, so leave room (9,000), and measure
        /// again before TORA's code or the gas schedule changes.
        uint24 settlementGas;
        /// The most that one operation may cost, in wei of BNB.
        uint64 maxOperationCost;
        /// The least price that is believed.
        uint96 minPrice;
        /// The greatest price that is believed, up to MAX_PRICE.
        uint96 maxPrice;
    }

    /// @notice All that validation reads, in one storage slot.
    struct Quote {
        /// TORA for one whole BNB, the fee included.
        uint96 rate;
        /// The last second in which operations are taken at this rate; 1 when the rate is withdrawn.
        uint48 validUntil;
        /// The most that one operation may cost, in wei of BNB.
        uint64 maxOperationCost;
        /// Gas charged for settling an operation, from the EntryPoint's last look at its meter before postOp on.
        uint24 settlementGas;
        /// Whether no operations are taken.
        bool paused;
    }

    /// @notice The last accepted price.
    struct Price {
        /// TORA for one whole BNB, without the fee.
        uint96 value;
        /// When the source observed it.
        uint48 observedAt;
    }

    /// @notice Who holds what from the start. Nothing is left to the deployer.
    struct Holders {
        /// The timelock.
        address owner;
        /// The UpgradeManager.
        address upgradeManager;
        /// Who may pause, or zero.
        address guardian;
        /// Holder of DEPOSITOR_ROLE, or zero.
        address depositor;
        /// Holder of WITHDRAWER_ROLE, or zero.
        address withdrawer;
        /// Holder of PRICE_ROLE, or zero.
        address priceConfirmer;
    }

    /// @notice An operation was settled. What it cost is in the EntryPoint's UserOperationEvent, the reason of a
    /// failure in its UserOperationRevertReason.
    /// @param sender the account that paid
    /// @param tora what it paid, the refund deducted
    /// @param failed whether the operation's call reverted; it is charged all the same
    event OperationCharged(address indexed sender, uint256 tora, bool failed);

    /// @notice A price was accepted, and operations are taken at a new rate.
    /// @param price TORA for one whole BNB
    /// @param rate the same with the fee
    /// @param observedAt when the source observed it
    /// @param validUntil the last second in which it is used
    event PriceUpdated(uint256 price, uint256 rate, uint256 observedAt, uint256 validUntil);

    /// @notice A price was too far from the last accepted one. No operations are taken until a price is near it
    /// again, or the new one is confirmed.
    /// @param price the price that was refused
    /// @param accepted the last accepted price
    /// @param maxDeviation in basis points
    event PriceRejected(uint256 price, uint256 accepted, uint256 maxDeviation);

    /// @notice The owner set other terms.
    event TermsSet(Terms terms);

    /// @notice The owner named another source of prices.
    /// @param previous the source until now, or zero
    /// @param source the source from now on
    event PriceSourceSet(address indexed previous, address indexed source);

    /// @notice Operations are no longer taken, or are taken again.
    /// @param paused which of the two
    /// @param by the guardian or the owner
    event PausedSet(bool paused, address indexed by);

    /// @notice TORA was taken out.
    /// @param to who received it
    /// @param amount smallest units of TORA
    event ToraWithdrawn(address indexed to, uint256 amount);

    /// @notice Only the EntryPoint may call this.
    /// @param caller the account that called
    error NotEntryPoint(address caller);

    /// @notice The EntryPoint given has not the interface of version 0.8.
    /// @param entryPoint the address given
    error WrongEntryPoint(address entryPoint);

    /// @notice A contract was expected at this address.
    /// @param account the address given
    error NotAContract(address account);

    /// @notice No operations are taken for now.
    error Paused();

    /// @notice There is no price yet.
    error NoRate();

    /// @notice The paymaster's part of `paymasterAndData` is 32 bytes.
    /// @param length bytes of `paymasterAndData`
    error BadPaymasterData(uint256 length);

    /// @notice The limit of gas for postOp must be enough to settle, or the sender would lose the refund.
    /// @param limit the operation's
    /// @param least the least that is taken
    /// @param most the most that is taken
    error BadPostOpGasLimit(uint256 limit, uint256 least, uint256 most);

    /// @notice The operation could cost more than this paymaster pays for one.
    /// @param cost the most that it can cost, in wei of BNB
    /// @param most what is paid for one
    error OperationTooCostly(uint256 cost, uint256 most);

    /// @notice The operation could cost the sender more than the sender agreed to.
    /// @param tora the most that it can cost
    /// @param cap what the sender signed
    error AboveCap(uint256 tora, uint256 cap);

    /// @notice The token moved nothing and said so without reverting.
    error TransferFailed();

    /// @notice The settlement took more gas than is charged for it. The operation is reverted and nothing is
    /// refunded, so that nobody can make the paymaster settle at a loss.
    /// @param used gas seen by postOp
    /// @param allowed gas that was charged for it
    error SettlementTooExpensive(uint256 used, uint256 allowed);

    /// @notice A price outside of what is believed. Zero is always outside.
    /// @param price what the source said
    /// @param least the least that is believed
    /// @param most the most that is believed
    error PriceOutOfRange(uint256 price, uint256 least, uint256 most);

    /// @notice A price that is too old, or from the future.
    /// @param observedAt when the source observed it
    /// @param oldest the oldest that is taken now
    error PriceStale(uint256 observedAt, uint256 oldest);

    /// @notice A term outside of its bounds.
    /// @param term its name in Terms
    /// @param value what was given
    error BadTerm(bytes32 term, uint256 value);

    /// @notice Prepares the proxy, without a price: `updatePrice` brings the first.
    /// @param holders who holds what
    /// @param source where prices come from
    /// @param terms the first terms
    function initialize(Holders calldata holders, IPriceSource source, Terms calldata terms) external;

    /// @notice Reads the source and takes operations at its price from now on. Anyone may call it, outside of a
    /// bundle: a price never moves between an operation's validation and its settlement.
    /// @return accepted false when the price is too far from the last accepted one: then operations are no longer
    /// taken at that one either
    function updatePrice() external returns (bool accepted);

    /// @notice As `updatePrice`, for a price that moved further than the terms allow. PRICE_ROLE or owner.
    /// @param least the least price that the caller expects
    /// @param most the greatest price that the caller expects
    function confirmPrice(uint256 least, uint256 most) external;

    /// @notice Sets other terms. Owner only. They hold for the last price too.
    function setTerms(Terms calldata newTerms) external;

    /// @notice Names another source of prices. Owner only. The price stays until the next update.
    function setPriceSource(IPriceSource newSource) external;

    /// @notice Takes no more operations. Those already validated are settled. Guardian or owner.
    function pause() external;

    /// @notice Takes operations again. Guardian or owner.
    function unpause() external;

    /// @notice Adds what is sent to the deposit that pays for operations. DEPOSITOR_ROLE.
    function deposit() external payable;

    /// @notice Adds what is sent to the stake that bundlers ask for. DEPOSITOR_ROLE.
    /// @param unstakeDelay seconds between unlocking and withdrawing it; can only grow
    function addStake(uint32 unstakeDelay) external payable;

    /// @notice Begins the unstaking; bundlers refuse the paymaster from now on. WITHDRAWER_ROLE.
    function unlockStake() external;

    /// @notice Takes out the stake, after its delay. WITHDRAWER_ROLE.
    function withdrawStake(address payable to) external;

    /// @notice Takes out of the deposit. WITHDRAWER_ROLE.
    /// @param amount wei of BNB
    function withdrawDeposit(address payable to, uint256 amount) external;

    /// @notice Takes out TORA that operations paid. WITHDRAWER_ROLE, outside of a bundle: what is held for refunds
    /// cannot be taken.
    /// @param amount smallest units of TORA
    function withdrawTora(address to, uint256 amount) external;

    /// @notice The TORA that is taken ahead for an operation: the least cap to sign, and the least balance to have.
    /// @param maxCost all gas limits and preVerificationGas, times maxFeePerGas, in wei of BNB
    /// @param postOpGasLimit the operation's paymasterPostOpGasLimit
    /// @param maxFeePerGas the operation's, in wei of BNB
    function toraAhead(uint128 maxCost, uint128 postOpGasLimit, uint128 maxFeePerGas)
        external
        view
        returns (uint256);

    /// @notice What validation reads.
    function quote() external view returns (Quote memory);

    /// @notice The last accepted price; its value is zero before the first.
    function lastPrice() external view returns (Price memory);

    /// @notice The terms in force.
    function terms() external view returns (Terms memory);

    /// @notice Where prices come from.
    function priceSource() external view returns (IPriceSource);

    /// @notice What is left in the EntryPoint to pay for operations, in wei of BNB.
    function depositBalance() external view returns (uint256);
}
