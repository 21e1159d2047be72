// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Governed} from "../governance/Governed.sol";
import {IStakedTora} from "../interfaces/token/IStakedTora.sol";
import {VotesUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/utils/VotesUpgradeable.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {
    ERC20VotesUpgradeable
} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20VotesUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title StakedTora
/// @notice The voting token, see IStakedTora.
/// @dev It holds the stake's TORA and that of the exits, and nobody else can move it. It has no pause: a guardian
/// must not choose who votes.
contract StakedTora is IStakedTora, Governed, ERC20VotesUpgradeable {
    using SafeERC20 for IERC20;

    /// @custom:storage-location erc7201:tensora.storage.StakedTora
    struct StakedToraStorage {
        uint256 exitDelay;
        uint256 exiting;
        mapping(address account => Exit[]) exits;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.StakedTora")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STAKED_TORA_STORAGE =
        0x1af98c5de0b8f696a02ef79f892c5bd69db2599408339330b2fce86c686b1e00;

    /// @notice The longest delay of an exit, in seconds.
    uint256 public constant MAX_EXIT_DELAY = 30 days;

    /// @inheritdoc IStakedTora
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IERC20 public immutable tora;

    /// @param tora_ the token that is staked; it must take no tax
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IERC20 tora_) {
        tora = tora_;
    }

    /// @notice Sets the voting token up.
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager
    /// @param exitDelay_ in seconds, at most MAX_EXIT_DELAY
    function initialize(address owner_, address upgradeManager_, uint256 exitDelay_) external initializer {
        __ERC20_init("Staked Tensora", "stTORA");
        __EIP712_init("Staked Tensora", "1");
        __Governed_init(owner_, upgradeManager_);
        _setExitDelay(exitDelay_);
    }

    /// @inheritdoc IStakedTora
    function stake(uint256 amount, address to) external {
        if (amount == 0) revert ZeroAmount();
        if (delegates(to) == address(0)) _delegate(to, to);
        _mint(to, amount);
        emit Staked(msg.sender, to, amount);
        tora.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IStakedTora
    function requestExit(uint256 amount) external returns (uint256 exitId) {
        if (amount == 0) revert ZeroAmount();
        StakedToraStorage storage $ = _stakedToraStorage();
        uint256 availableAt = block.timestamp + $.exitDelay;
        _burn(msg.sender, amount);
        exitId = $.exits[msg.sender].length;
        $.exits[msg.sender].push(Exit(SafeCast.toUint128(amount), SafeCast.toUint64(availableAt)));
        $.exiting += amount;
        emit ExitRequested(msg.sender, exitId, amount, availableAt);
    }

    /// @inheritdoc IStakedTora
    function exit(uint256 exitId, address to) external {
        Exit memory leaving = exitOf(msg.sender, exitId);
        if (leaving.amount == 0) revert NoSuchExit(msg.sender, exitId);
        if (block.timestamp < leaving.availableAt) revert ExitNotReady(leaving.availableAt, block.timestamp);
        StakedToraStorage storage $ = _stakedToraStorage();
        delete $.exits[msg.sender][exitId];
        $.exiting -= leaving.amount;
        emit Exited(msg.sender, exitId, to, leaving.amount);
        tora.safeTransfer(to, leaving.amount);
    }

    /// @inheritdoc IStakedTora
    function setExitDelay(uint256 newDelay) external onlyOwner {
        _setExitDelay(newDelay);
    }

    /// @inheritdoc IStakedTora
    function exitDelay() external view returns (uint256) {
        return _stakedToraStorage().exitDelay;
    }

    /// @inheritdoc IStakedTora
    function exiting() external view returns (uint256) {
        return _stakedToraStorage().exiting;
    }

    /// @inheritdoc IStakedTora
    function exitCount(address account) external view returns (uint256) {
        return _stakedToraStorage().exits[account].length;
    }

    /// @inheritdoc IStakedTora
    function exitOf(address account, uint256 exitId) public view returns (Exit memory) {
        Exit[] storage exits = _stakedToraStorage().exits[account];
        return exitId < exits.length ? exits[exitId] : Exit(0, 0);
    }

    /// @inheritdoc VotesUpgradeable
    /// @dev Seconds: the rollup's blocks come at another pace after a change of block time, its seconds do not.
    function clock() public view override returns (uint48) {
        return SafeCast.toUint48(block.timestamp);
    }

    /// @inheritdoc VotesUpgradeable
    // forge-lint: disable-next-line(mixed-case-function)
    function CLOCK_MODE() public view override returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock);
    }

    /// @inheritdoc ERC20Upgradeable
    /// @dev Only minted by `stake` and burned by `requestExit`.
    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0) && to != address(0)) revert NotTransferable();
        super._update(from, to, value);
    }

    function _setExitDelay(uint256 newDelay) private {
        if (newDelay > MAX_EXIT_DELAY) revert ExitDelayTooLong(newDelay, MAX_EXIT_DELAY);
        StakedToraStorage storage $ = _stakedToraStorage();
        emit ExitDelaySet($.exitDelay, newDelay);
        $.exitDelay = newDelay;
    }

    function _stakedToraStorage() private pure returns (StakedToraStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STAKED_TORA_STORAGE
        }
    }
}
