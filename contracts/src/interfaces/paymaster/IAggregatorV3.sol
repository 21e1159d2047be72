// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IAggregatorV3
/// @notice As much of Chainlink's AggregatorV3Interface as is read here.
interface IAggregatorV3 {
    /// @notice Decimals of the answer.
    function decimals() external view returns (uint8);

    /// @notice What is priced, such as "BNB / USD".
    function description() external view returns (string memory);

    /// @notice The latest answer.
    /// @return roundId the round of the answer
    /// @return answer the price with `decimals` decimals; for an uptime feed 0 is up and 1 is down
    /// @return startedAt when the round began; for an uptime feed, since when the status holds
    /// @return updatedAt when the answer was given, 0 for an incomplete round
    /// @return answeredInRound deprecated by Chainlink
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
