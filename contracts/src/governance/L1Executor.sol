// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ICrossDomainMessenger, IL1Executor} from "../interfaces/governance/IL1Executor.sol";
import {UpgradeManaged} from "./UpgradeManaged.sol";

/// @title L1Executor
/// @notice The rollup's timelock on L1, see IL1Executor.
/// @dev It has no owner, no guardian and no roles. Its own code is changed by the UpgradeManager of L1, which it owns.
contract L1Executor is IL1Executor, UpgradeManaged {
    enum State {
        Open,
        Executed,
        Revoked
    }

    /// @custom:storage-location erc7201:tensora.storage.L1Executor
    struct L1ExecutorStorage {
        mapping(bytes32 id => State) states;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.L1Executor")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant L1_EXECUTOR_STORAGE =
        0x9ff9653ec60c11a449490369fa48018c333f1d64253203f5ed0cf0af4ec77600;

    /// @inheritdoc IL1Executor
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ICrossDomainMessenger public immutable messenger;

    /// @inheritdoc IL1Executor
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address public immutable timelock;

    /// @param messenger_ the L1CrossDomainMessenger, whose address is its proxy's
    /// @param timelock_ the ToraTimelock, on the rollup
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(ICrossDomainMessenger messenger_, address timelock_) {
        if (address(messenger_) == address(0) || timelock_ == address(0)) revert ZeroAddress();
        messenger = messenger_;
        timelock = timelock_;
    }

    /// @notice Takes coins, for later decisions.
    receive() external payable {}

    /// @notice Sets the executor up.
    /// @param upgradeManager_ the UpgradeManager of L1
    function initialize(address upgradeManager_) external initializer {
        __UpgradeManaged_init(upgradeManager_);
    }

    /// @inheritdoc IL1Executor
    function execute(Decision calldata decision) external payable {
        if (msg.sender != address(messenger)) revert NotMessenger(msg.sender);
        address sender = messenger.xDomainMessageSender();
        if (sender != timelock) revert NotTimelock(sender);

        bytes32 id = idOf(decision);
        _close(id, decision);
        for (uint256 i; i < decision.calls.length; ++i) {
            Call calldata call = decision.calls[i];
            emit CallExecuted(id, i, call.target, call.value, call.data);
            _call(i, call);
        }
        emit DecisionExecuted(id);
    }

    /// @inheritdoc IL1Executor
    function revoke(bytes32 id) external {
        if (msg.sender != address(this)) revert NotSelf(msg.sender);
        _open(id);
        _l1ExecutorStorage().states[id] = State.Revoked;
        emit DecisionRevoked(id);
    }

    /// @inheritdoc IL1Executor
    function revoked(bytes32 id) external view returns (bool) {
        return _l1ExecutorStorage().states[id] == State.Revoked;
    }

    /// @inheritdoc IL1Executor
    function executed(bytes32 id) public view returns (bool) {
        return _l1ExecutorStorage().states[id] == State.Executed;
    }

    /// @inheritdoc IL1Executor
    function idOf(Decision calldata decision) public pure returns (bytes32) {
        return keccak256(abi.encode(decision));
    }

    /// @dev Before the calls: what they call cannot do it a second time.
    function _close(bytes32 id, Decision calldata decision) private {
        if (decision.calls.length == 0) revert NoCalls();
        _open(id);
        if (block.timestamp > decision.validUntil) {
            revert DecisionExpired(decision.validUntil, block.timestamp);
        }
        if (decision.predecessor != 0 && !executed(decision.predecessor)) {
            revert PredecessorNotExecuted(decision.predecessor);
        }
        _l1ExecutorStorage().states[id] = State.Executed;
    }

    function _open(bytes32 id) private view {
        if (_l1ExecutorStorage().states[id] != State.Open) revert DecisionClosed(id);
    }

    function _call(uint256 index, Call calldata call) private {
        if (call.data.length > 0 && call.target.code.length == 0) revert TargetWithoutCode(call.target);
        (bool done, bytes memory reason) = call.target.call{value: call.value}(call.data);
        if (done) return;
        if (reason.length == 0) revert CallFailed(index);
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    function _l1ExecutorStorage() private pure returns (L1ExecutorStorage storage $) {
        assembly ("memory-safe") {
            $.slot := L1_EXECUTOR_STORAGE
        }
    }
}
