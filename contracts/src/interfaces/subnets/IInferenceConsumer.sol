// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IInferenceConsumer
/// @notice A contract that asks for inferences.
interface IInferenceConsumer {
    /// @notice An answer, proved to be a registered miner's. Called by the desk; check that it is the desk.
    /// @param requestId number of the request at that desk
    /// @param miner who answered
    /// @param result the answer
    function onInference(uint256 requestId, address miner, bytes calldata result) external;
}
