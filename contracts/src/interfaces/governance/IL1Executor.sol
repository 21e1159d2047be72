// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title ICrossDomainMessenger
/// @notice What the executor asks of the OP Stack's messenger on L1.
interface ICrossDomainMessenger {
    /// @notice Who sent the message that is being relayed, as an account of the other chain. Reverts outside of a
    /// message.
    function xDomainMessageSender() external view returns (address);
}

/// @title IL1Executor
/// @notice Does on L1 what the timelock of the rollup decided: the owner of the protocol's contracts on L1 where that
/// is not the Safe. Amounts are in wei of BNB, times in Unix seconds.
/// @dev How it knows the timelock. What L1 sends to the rollup arrives there from the sender's alias; what the rollup
/// sends to L1 is aliased nowhere. The OptimismPortal calls with the sender in `l2Sender`, and the
/// L1CrossDomainMessenger, the only one that the portal's messages of the other messenger reach, calls with the sender
/// in `xDomainMessageSender`. This takes messages of the messenger: the portal tries a withdrawal once and drops it if
/// it fails, the messenger gives at least the gas that was asked for, and lets anyone try again what failed. So the
/// timelock's address on L1, its alias, and whoever has code at either, can do nothing here.
///
/// What that leaves to this contract. A decision that failed could be tried again at any time later by anyone, when
/// governance has gone on; and two decisions can be relayed in either order. So each is good until a time, may name
/// another that must have been done before, can be revoked by a later one, and is done once, whatever the messenger
/// does. It is done as a whole or not at all; a proposal must ask the messenger for gas for all of it.
interface IL1Executor {
    /// @notice One call of a decision.
    struct Call {
        address target;
        /// wei, from what came with the decision and what is here
        uint256 value;
        bytes data;
    }

    /// @notice What the timelock decided.
    struct Decision {
        Call[] calls;
        /// the decision that must have been done before, or zero
        bytes32 predecessor;
        /// the last second at which it may be done
        uint256 validUntil;
        /// tells apart decisions that are the same in all else
        bytes32 salt;
    }

    /// @notice A decision was done.
    /// @param id the decision
    event DecisionExecuted(bytes32 indexed id);

    /// @notice A call of a decision was made.
    /// @param id the decision
    /// @param index its place among the decision's calls
    /// @param target who was called
    /// @param value the wei sent along
    /// @param data the call
    event CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data);

    /// @notice A decision will never be done.
    /// @param id the decision
    event DecisionRevoked(bytes32 indexed id);

    /// @notice Only the messenger brings decisions.
    /// @param caller the account that called
    error NotMessenger(address caller);

    /// @notice The messenger brought another account's message.
    /// @param sender who sent it on the rollup
    error NotTimelock(address sender);

    /// @notice Only a decision may do this.
    /// @param caller the account that called
    error NotSelf(address caller);

    /// @notice There is nothing to do.
    error NoCalls();

    /// @notice It was done or revoked before.
    /// @param id the decision
    error DecisionClosed(bytes32 id);

    /// @notice It is too late for it.
    /// @param validUntil the last second at which it could be done
    /// @param time the block's Unix time
    error DecisionExpired(uint256 validUntil, uint256 time);

    /// @notice What must be done before has not been done.
    /// @param predecessor the decision that must come first
    error PredecessorNotExecuted(bytes32 predecessor);

    /// @notice A call would meet no code, and so do nothing.
    /// @param target the account without code
    error TargetWithoutCode(address target);

    /// @notice A call failed without saying why; a reason is passed on as it is.
    /// @param index its place among the decision's calls
    error CallFailed(uint256 index);

    /// @notice The executor was constructed without an address.
    error ZeroAddress();

    /// @notice Does a decision. Only the timelock's message, brought by the messenger.
    /// @param decision what to do
    function execute(Decision calldata decision) external payable;

    /// @notice Sees to it that a decision is never done. By a decision only.
    /// @param id the decision
    function revoke(bytes32 id) external;

    /// @notice What names a decision.
    /// @param decision the decision
    function idOf(Decision calldata decision) external view returns (bytes32);

    /// @notice Whether a decision was done.
    /// @param id the decision
    function executed(bytes32 id) external view returns (bool);

    /// @notice Whether a decision was revoked.
    /// @param id the decision
    function revoked(bytes32 id) external view returns (bool);

    /// @notice The L1CrossDomainMessenger.
    function messenger() external view returns (ICrossDomainMessenger);

    /// @notice The timelock, on the rollup.
    function timelock() external view returns (address);
}
