// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Governed} from "../governance/Governed.sol";
import {IAggregatorV3} from "../interfaces/paymaster/IAggregatorV3.sol";

/// @title PostedAggregator
/// @notice A price feed with Chainlink's interface for chains where Chainlink has none: a feeder posts the answers.
/// @dev A single feeder is trusted for the answer; what the paymaster believes of it is bounded by the paymaster's own
/// range, age and deviation.
contract PostedAggregator is IAggregatorV3, Governed {
    /// @custom:storage-location erc7201:tensora.storage.PostedAggregator
    struct PostedAggregatorStorage {
        address feeder;
        uint80 round;
        int192 answer;
        uint48 updatedAt;
        uint8 decimals;
        string description;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.PostedAggregator")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant POSTED_AGGREGATOR_STORAGE =
        0xb5a901e553552cdfa125fda7aa3badd413c1124d471e7ff62749b216e91adb00;

    /// @notice A new answer, as Chainlink's aggregators log it.
    /// @param current the answer
    /// @param roundId its round
    /// @param updatedAt seconds since 1970
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    /// @notice The owner named another feeder.
    /// @param previous who posted until now, or zero
    /// @param feeder who posts from now on, or zero for nobody
    event FeederSet(address indexed previous, address indexed feeder);

    /// @notice Only the feeder posts.
    /// @param caller the account that called
    error NotFeeder(address caller);

    /// @notice An answer is above zero and below 2^191.
    /// @param answer what was posted
    error BadAnswer(int256 answer);

    /// @notice Nothing was posted yet; Chainlink's aggregators answer so too.
    error NoDataPresent();

    /// @notice Prepares the proxy, without an answer.
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager
    /// @param feeder_ who posts
    /// @param decimals_ of the answers
    /// @param description_ what is priced, such as "TORA / BNB"
    function initialize(
        address owner_,
        address upgradeManager_,
        address feeder_,
        uint8 decimals_,
        string calldata description_
    ) external initializer {
        __Governed_init(owner_, upgradeManager_);
        PostedAggregatorStorage storage $ = _aggregatorStorage();
        ($.decimals, $.description) = (decimals_, description_);
        _setFeeder(feeder_);
    }

    /// @notice Posts an answer. Feeder only.
    /// @param answer the price with `decimals` decimals
    function post(int256 answer) external {
        PostedAggregatorStorage storage $ = _aggregatorStorage();
        if (msg.sender != $.feeder) revert NotFeeder(msg.sender);
        if (answer <= 0 || answer > type(int192).max) revert BadAnswer(answer);
        // Just checked; and time has 48 bits for nine million years.
        // forge-lint: disable-next-line(unsafe-typecast)
        ($.answer, $.updatedAt) = (int192(answer), uint48(block.timestamp));
        emit AnswerUpdated(answer, ++$.round, block.timestamp);
    }

    /// @notice Names another feeder. Owner only.
    /// @param newFeeder who posts from now on, or zero for nobody
    function setFeeder(address newFeeder) external onlyOwner {
        _setFeeder(newFeeder);
    }

    /// @notice Who posts, or zero.
    function feeder() external view returns (address) {
        return _aggregatorStorage().feeder;
    }

    /// @inheritdoc IAggregatorV3
    function decimals() external view returns (uint8) {
        return _aggregatorStorage().decimals;
    }

    /// @inheritdoc IAggregatorV3
    function description() external view returns (string memory) {
        return _aggregatorStorage().description;
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        PostedAggregatorStorage storage $ = _aggregatorStorage();
        if ($.round == 0) revert NoDataPresent();
        return ($.round, $.answer, $.updatedAt, $.updatedAt, $.round);
    }

    function _setFeeder(address newFeeder) private {
        PostedAggregatorStorage storage $ = _aggregatorStorage();
        emit FeederSet($.feeder, newFeeder);
        $.feeder = newFeeder;
    }

    function _aggregatorStorage() private pure returns (PostedAggregatorStorage storage $) {
        assembly ("memory-safe") {
            $.slot := POSTED_AGGREGATOR_STORAGE
        }
    }
}
