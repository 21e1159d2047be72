// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IStakedTora
/// @notice TORA staked for votes: one for one, not transferable, with checkpoints by timestamp. Amounts are in wei
/// of TORA, times in seconds.
/// @dev Votes are counted at a past second, so what is borrowed and given back in one transaction counts nowhere.
/// Leaving takes a delay, without votes: who votes keeps the outcome's risk.
interface IStakedTora is IERC20 {
    /// @notice TORA that is leaving.
    struct Exit {
        /// wei of TORA
        uint128 amount;
        /// Unix time from which it can be taken
        uint64 availableAt;
    }

    /// @notice TORA was staked.
    /// @param from who paid
    /// @param to who received the stake
    /// @param amount in wei of TORA
    event Staked(address indexed from, address indexed to, uint256 amount);

    /// @notice Stake was given up; its TORA waits.
    /// @param account whose stake it was
    /// @param exitId the number of the exit among the account's, from 0
    /// @param amount in wei of TORA
    /// @param availableAt Unix time from which it can be taken
    event ExitRequested(address indexed account, uint256 indexed exitId, uint256 amount, uint256 availableAt);

    /// @notice TORA left.
    /// @param account whose stake it was
    /// @param exitId the number of the exit among the account's
    /// @param to who received the TORA
    /// @param amount in wei of TORA
    event Exited(address indexed account, uint256 indexed exitId, address to, uint256 amount);

    /// @notice The delay of later exits changed.
    /// @param previous until now, in seconds
    /// @param exitDelay from now on, in seconds
    event ExitDelaySet(uint256 previous, uint256 exitDelay);

    /// @notice Staked TORA does not change hands.
    error NotTransferable();

    /// @notice There is nothing to stake or to give up.
    error ZeroAmount();

    /// @notice No such exit, or it was taken before.
    /// @param account the caller
    /// @param exitId the number given
    error NoSuchExit(address account, uint256 exitId);

    /// @notice The exit still waits.
    /// @param availableAt Unix time from which it can be taken
    /// @param time the block's Unix time
    error ExitNotReady(uint256 availableAt, uint256 time);

    /// @notice A delay above the longest.
    /// @param exitDelay the one given, in seconds
    /// @param most the longest, in seconds
    error ExitDelayTooLong(uint256 exitDelay, uint256 most);

    /// @notice Takes TORA from the caller, who approved it, and gives votes. Who never chose a delegate votes for
    /// himself from then on.
    /// @param amount in wei of TORA
    /// @param to who receives the stake
    function stake(uint256 amount, address to) external;

    /// @notice Gives up stake and its votes at once; the TORA can be taken after the delay.
    /// @param amount in wei of TORA
    /// @return exitId the number of the exit among the caller's
    function requestExit(uint256 amount) external returns (uint256 exitId);

    /// @notice Takes the TORA of an exit whose delay is over.
    /// @param exitId the number of the exit among the caller's
    /// @param to who receives the TORA
    function exit(uint256 exitId, address to) external;

    /// @notice Changes the delay of exits requested from now on. Owner only.
    /// @param newDelay in seconds, at most 30 days
    function setExitDelay(uint256 newDelay) external;

    /// @notice The token that is staked.
    function tora() external view returns (IERC20);

    /// @notice The delay of exits requested now, in seconds.
    function exitDelay() external view returns (uint256);

    /// @notice TORA that has been given up and not been taken, in wei.
    function exiting() external view returns (uint256);

    /// @notice An exit of an account; its amount is zero once it is taken.
    /// @param account whose
    /// @param exitId its number among the account's
    function exitOf(address account, uint256 exitId) external view returns (Exit memory);

    /// @notice How many exits an account has requested, ever.
    /// @param account whose
    function exitCount(address account) external view returns (uint256);
}
