// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IInferenceConsumer} from "../interfaces/subnets/IInferenceConsumer.sol";
import {IInferenceDesk} from "../interfaces/subnets/IInferenceDesk.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title ExampleConsumer
/// @notice A contract that asks a subnet for inferences and keeps the answers: a beginning for one's own.
/// @dev It trusts whatever a registered miner signs. One that needs more asks several miners and compares.
contract ExampleConsumer is IInferenceConsumer {
    using SafeERC20 for IERC20;

    /// @notice Where it asks.
    IInferenceDesk public immutable DESK;

    /// @notice What it pays with.
    IERC20 public immutable TORA;

    /// @notice The answers, by number of the request.
    mapping(uint256 requestId => bytes) public results;

    /// @notice An answer came.
    event ResultReceived(uint256 indexed requestId, address indexed miner, bytes result);

    /// @notice Only the desk delivers answers.
    error NotDesk(address caller);

    /// @param desk of the subnet that is asked
    /// @param tora the token that it is paid in
    constructor(IInferenceDesk desk, IERC20 tora) {
        (DESK, TORA) = (desk, tora);
    }

    /// @notice Asks any miner, for a reward that the caller pays.
    /// @param task for the miner
    /// @param reward wei of TORA, which the caller has allowed this contract
    /// @return requestId number of the request
    function ask(bytes calldata task, uint96 reward) external returns (uint256 requestId) {
        TORA.safeTransferFrom(msg.sender, address(this), reward);
        TORA.forceApprove(address(DESK), reward);
        return DESK.requestInference(task, address(0), reward, 200_000);
    }

    /// @inheritdoc IInferenceConsumer
    function onInference(uint256 requestId, address miner, bytes calldata result) external {
        if (msg.sender != address(DESK)) revert NotDesk(msg.sender);
        results[requestId] = result;
        emit ResultReceived(requestId, miner, result);
    }
}
