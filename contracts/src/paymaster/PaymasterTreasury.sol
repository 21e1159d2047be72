// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Guarded} from "../governance/Guarded.sol";
import {IToraPaymaster} from "../interfaces/paymaster/IToraPaymaster.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {
    AccessControlUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/AccessControlUpgradeable.sol";
import {
    AccessControlEnumerableUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/extensions/AccessControlEnumerableUpgradeable.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title PaymasterTreasury
/// @notice The paymaster's money: the deposit and the stake in the EntryPoint, the TORA that operations paid, and the
/// roles that may move them.
/// @dev Roles are given and taken by the owner. The role that administers them in AccessControl has no members.
abstract contract PaymasterTreasury is IToraPaymaster, Guarded, AccessControlEnumerableUpgradeable {
    using SafeERC20 for IERC20;

    /// @notice May add to deposit and stake.
    bytes32 public constant DEPOSITOR_ROLE = keccak256("DEPOSITOR_ROLE");

    /// @notice May take out deposit, stake and TORA.
    bytes32 public constant WITHDRAWER_ROLE = keccak256("WITHDRAWER_ROLE");

    /// @notice May confirm a price that moved far.
    bytes32 public constant PRICE_ROLE = keccak256("PRICE_ROLE");

    /// @dev The identity precompile: takes a call without value and does nothing.
    address payable private constant NOBODY = payable(address(4));

    /// @notice The EntryPoint, of version 0.8.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEntryPoint public immutable ENTRY_POINT;

    /// @notice TORA. It must grant this paymaster its allowance, and move exactly what it is asked to.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IERC20 public immutable TORA;

    /// @dev An empty bundle is refused while another is being handled, and does nothing otherwise: the EntryPoint's
    /// lock answers for us, and operations need not pay for a lock of ours.
    modifier outsideBundle() {
        ENTRY_POINT.handleOps(new PackedUserOperation[](0), NOBODY);
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IEntryPoint entryPoint_, IERC20 tora_) {
        if (address(entryPoint_).code.length == 0) revert NotAContract(address(entryPoint_));
        if (address(tora_).code.length == 0) revert NotAContract(address(tora_));
        if (!IERC165(address(entryPoint_)).supportsInterface(type(IEntryPoint).interfaceId)) {
            revert WrongEntryPoint(address(entryPoint_));
        }
        ENTRY_POINT = entryPoint_;
        TORA = tora_;
    }

    /// @inheritdoc IToraPaymaster
    function deposit() external payable onlyRole(DEPOSITOR_ROLE) {
        ENTRY_POINT.depositTo{value: msg.value}(address(this));
    }

    /// @inheritdoc IToraPaymaster
    function addStake(uint32 unstakeDelay) external payable onlyRole(DEPOSITOR_ROLE) {
        ENTRY_POINT.addStake{value: msg.value}(unstakeDelay);
    }

    /// @inheritdoc IToraPaymaster
    function unlockStake() external onlyRole(WITHDRAWER_ROLE) {
        ENTRY_POINT.unlockStake();
    }

    /// @inheritdoc IToraPaymaster
    function withdrawStake(address payable to) external onlyRole(WITHDRAWER_ROLE) {
        ENTRY_POINT.withdrawStake(to);
    }

    /// @inheritdoc IToraPaymaster
    function withdrawDeposit(address payable to, uint256 amount) external onlyRole(WITHDRAWER_ROLE) {
        ENTRY_POINT.withdrawTo(to, amount);
    }

    /// @inheritdoc IToraPaymaster
    function withdrawTora(address to, uint256 amount) external onlyRole(WITHDRAWER_ROLE) outsideBundle {
        emit ToraWithdrawn(to, amount);
        TORA.safeTransfer(to, amount);
    }

    /// @inheritdoc IToraPaymaster
    function depositBalance() external view returns (uint256) {
        return ENTRY_POINT.balanceOf(address(this));
    }

    /// @inheritdoc IAccessControl
    /// @dev Owner only.
    function grantRole(bytes32 role, address account)
        public
        override(AccessControlUpgradeable, IAccessControl)
        onlyOwner
    {
        _grantRole(role, account);
    }

    /// @inheritdoc IAccessControl
    /// @dev Owner only.
    function revokeRole(bytes32 role, address account)
        public
        override(AccessControlUpgradeable, IAccessControl)
        onlyOwner
    {
        _revokeRole(role, account);
    }

    // forge-lint: disable-next-line(mixed-case-function)
    function __PaymasterTreasury_init(Holders calldata holders) internal onlyInitializing {
        __Guarded_init(holders.owner, holders.upgradeManager, holders.guardian);
        if (holders.depositor != address(0)) _grantRole(DEPOSITOR_ROLE, holders.depositor);
        if (holders.withdrawer != address(0)) _grantRole(WITHDRAWER_ROLE, holders.withdrawer);
        if (holders.priceConfirmer != address(0)) _grantRole(PRICE_ROLE, holders.priceConfirmer);
    }
}
