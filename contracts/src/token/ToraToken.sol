// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Guarded} from "../governance/Guarded.sol";
import {ILegacyMintableERC20, IOptimismMintableERC20} from "../interfaces/bridge/IOptimismMintableERC20.sol";
import {IToraToken} from "../interfaces/token/IToraToken.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {
    ERC20PermitUpgradeable
} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title ToraToken
/// @notice TORA on the rollup, see IToraToken.
/// @dev A paymaster debits this token while a bundler validates, so the rules of ERC-7562 bind it: balances are a
/// plain mapping by account (`keccak256(account . slot)`, associated with the account); a transfer writes nothing
/// else, so no tax, no total supply, no checkpoints of votes; the grant is one slot, read by a staked paymaster. The
/// voting token is StakedTora.
contract ToraToken is IToraToken, ILegacyMintableERC20, Guarded, ERC20PermitUpgradeable {
    /// @custom:storage-location erc7201:tensora.storage.ToraToken
    struct ToraTokenStorage {
        // Both are read in every debit: one slot.
        address paymaster;
        bool paymasterSuspended;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.ToraToken")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TORA_TOKEN_STORAGE =
        0xfc046d6fa2805131357805d4da9f78a005922f299b087ed5ddd81f5bdd640e00;

    /// @notice The L2StandardBridge.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address public immutable BRIDGE;

    /// @notice WTORA on L1.
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address public immutable REMOTE_TOKEN;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    uint8 private immutable DECIMALS;

    modifier onlyBridge() {
        if (msg.sender != BRIDGE) revert NotBridge(msg.sender);
        _;
    }

    /// @param bridge_ the L2StandardBridge, a predeploy
    /// @param remoteToken_ WTORA on L1
    /// @param decimals_ those of WTORA: the bridge moves smallest units, whatever they are called
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address bridge_, address remoteToken_, uint8 decimals_) {
        if (bridge_ == address(0) || remoteToken_ == address(0)) revert ZeroAddress();
        BRIDGE = bridge_;
        REMOTE_TOKEN = remoteToken_;
        DECIMALS = decimals_;
    }

    /// @notice Sets the token up, without a paymaster.
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager
    /// @param guardian_ who may suspend the paymaster's grant, or zero
    function initialize(address owner_, address upgradeManager_, address guardian_) external initializer {
        __ERC20_init("Tensora", "TORA");
        __ERC20Permit_init("Tensora");
        __Guarded_init(owner_, upgradeManager_, guardian_);
    }

    /// @inheritdoc IOptimismMintableERC20
    function mint(address to, uint256 amount)
        external
        override(IOptimismMintableERC20, ILegacyMintableERC20)
        onlyBridge
    {
        _mint(to, amount);
        emit Mint(to, amount);
    }

    /// @inheritdoc IOptimismMintableERC20
    function burn(address from, uint256 amount)
        external
        override(IOptimismMintableERC20, ILegacyMintableERC20)
        onlyBridge
    {
        _burn(from, amount);
        emit Burn(from, amount);
    }

    /// @inheritdoc IToraToken
    function setPaymaster(address newPaymaster) external onlyOwner {
        if (newPaymaster != address(0) && newPaymaster.code.length == 0) {
            revert PaymasterWithoutCode(newPaymaster);
        }
        ToraTokenStorage storage $ = _toraTokenStorage();
        emit PaymasterSet($.paymaster, newPaymaster);
        ($.paymaster, $.paymasterSuspended) = (newPaymaster, false);
    }

    /// @inheritdoc IToraToken
    function suspendPaymaster(bool suspended) external onlyGuardianOrOwner {
        _toraTokenStorage().paymasterSuspended = suspended;
        emit PaymasterSuspended(suspended, msg.sender);
    }

    /// @inheritdoc IToraToken
    function paymaster() external view returns (address) {
        return _toraTokenStorage().paymaster;
    }

    /// @inheritdoc IToraToken
    function paymasterSuspended() external view returns (bool) {
        return _toraTokenStorage().paymasterSuspended;
    }

    /// @inheritdoc IOptimismMintableERC20
    function bridge() external view returns (address) {
        return BRIDGE;
    }

    /// @inheritdoc IOptimismMintableERC20
    function remoteToken() external view returns (address) {
        return REMOTE_TOKEN;
    }

    /// @inheritdoc ILegacyMintableERC20
    function l1Token() external view returns (address) {
        return REMOTE_TOKEN;
    }

    /// @notice The older name of `bridge`, read by indexers and wallets.
    function l2Bridge() external view returns (address) {
        return BRIDGE;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId
            || interfaceId == type(ILegacyMintableERC20).interfaceId
            || interfaceId == type(IOptimismMintableERC20).interfaceId;
    }

    /// @inheritdoc IERC20
    /// @dev By the grant, the paymaster needs no allowance and uses none up; for all others, as ERC-20 has it.
    function transferFrom(address from, address to, uint256 value)
        public
        override(IERC20, ERC20Upgradeable)
        returns (bool)
    {
        if (!_hasGrant(msg.sender)) {
            return super.transferFrom(from, to, value);
        }
        if (to != msg.sender) revert PaymasterMayOnlyDebitToItself(to);
        _transfer(from, to, value);
        return true;
    }

    /// @inheritdoc IERC20
    /// @dev Unlimited for the paymaster, by the grant.
    function allowance(address owner_, address spender)
        public
        view
        override(IERC20, ERC20Upgradeable)
        returns (uint256)
    {
        return _hasGrant(spender) ? type(uint256).max : super.allowance(owner_, spender);
    }

    /// @inheritdoc ERC20Upgradeable
    function decimals() public view override returns (uint8) {
        return DECIMALS;
    }

    /// @dev Never the zero address, which is the paymaster while there is none and the caller in some simulations.
    function _hasGrant(address spender) private view returns (bool) {
        ToraTokenStorage storage $ = _toraTokenStorage();
        return spender != address(0) && spender == $.paymaster && !$.paymasterSuspended;
    }

    function _toraTokenStorage() private pure returns (ToraTokenStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TORA_TOKEN_STORAGE
        }
    }
}
