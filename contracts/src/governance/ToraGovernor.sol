// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IToraGovernor} from "../interfaces/governance/IToraGovernor.sol";
import {UpgradeManaged} from "./UpgradeManaged.sol";
import {GovernorUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/GovernorUpgradeable.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {
    GovernorCountingSimpleUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorCountingSimpleUpgradeable.sol";
import {
    GovernorSettingsUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorSettingsUpgradeable.sol";
import {
    GovernorTimelockControlUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorTimelockControlUpgradeable.sol";
import {
    GovernorVotesQuorumFractionUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorVotesQuorumFractionUpgradeable.sol";
import {
    GovernorVotesUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorVotesUpgradeable.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title ToraGovernor
/// @notice Where holders of staked TORA decide; what they decided waits in the timelock. See IToraGovernor.
/// @dev OpenZeppelin's governor behind a proxy. It owns nothing and executes nothing: the timelock does both, so that
/// nothing is done without the delay. While little is staked, the proposal threshold is all that a majority costs, and
/// the guardian, who can cancel what waits in the timelock, is what protects the protocol. OpenZeppelin's extension
/// against a late quorum, and its functions that serve no purpose here, are left out for the limit of code size.
contract ToraGovernor is
    IToraGovernor,
    UpgradeManaged,
    GovernorSettingsUpgradeable,
    GovernorCountingSimpleUpgradeable,
    GovernorVotesQuorumFractionUpgradeable,
    GovernorTimelockControlUpgradeable
{
    using Checkpoints for Checkpoints.Trace208;

    /// @custom:storage-location erc7201:tensora.storage.ToraGovernor
    struct ToraGovernorStorage {
        Checkpoints.Trace208 approvalThresholds;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.ToraGovernor")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TORA_GOVERNOR_STORAGE =
        0xeda40bee579f5baad257db17b9a89ab0ea3db9f9413cf3743152d5315c2a2500;

    /// @dev The lowest approval threshold: half. A tie fails all the same.
    uint256 private constant MIN_APPROVAL = 5_000;
    /// @dev The highest approval threshold: above it a tenth of the votes could stop everything, for ever.
    uint256 private constant MAX_APPROVAL = 9_000;
    /// @dev The highest quorum, in percent of all votes.
    uint256 private constant MAX_QUORUM = 50;
    /// @dev The longest voting delay and the longest voting period, in seconds.
    uint256 private constant MAX_DURATION = 30 days;

    uint256 private constant WHOLE = 10_000;

    /// @inheritdoc IToraGovernor
    function initialize(
        IVotes token_,
        TimelockControllerUpgradeable timelock_,
        address upgradeManager_,
        Settings calldata settings
    ) external initializer {
        __UpgradeManaged_init(upgradeManager_);
        __Governor_init("ToraGovernor");
        __GovernorSettings_init(settings.votingDelay, settings.votingPeriod, settings.proposalThreshold);
        __GovernorVotes_init(token_);
        __GovernorVotesQuorumFraction_init(settings.quorum);
        __GovernorTimelockControl_init(timelock_);
        _setApprovalThreshold(settings.approvalThreshold);
    }

    /// @inheritdoc IToraGovernor
    function setApprovalThreshold(uint256 newThreshold) external onlyGovernance {
        _setApprovalThreshold(newThreshold);
    }

    /// @inheritdoc IToraGovernor
    function approvalThreshold() external view returns (uint256) {
        return _toraGovernorStorage().approvalThresholds.latest();
    }

    /// @inheritdoc IToraGovernor
    function approvalThresholdAt(uint256 timepoint) public view returns (uint256) {
        return _optimisticUpperLookupRecent(_toraGovernorStorage().approvalThresholds, timepoint);
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    /// @dev Always refused: what the former timelock owns would be out of the governor's reach.
    function updateTimelock(TimelockControllerUpgradeable) public pure override {
        revert TimelockIsFixed();
    }

    /// @inheritdoc GovernorUpgradeable
    /// @dev Always refused: it has the proposer's role in the timelock, and uses it for proposals alone.
    function relay(address, uint256, bytes calldata) public payable override {
        revert NoRelay();
    }

    /// @inheritdoc IGovernor
    /// @dev Always refused: votes have no parameters here, and a signed vote is `castVoteBySig`.
    function castVoteWithReasonAndParamsBySig(
        uint256,
        uint8,
        address,
        string calldata,
        bytes memory,
        bytes memory
    ) public pure override returns (uint256) {
        revert NoVoteParameters();
    }

    /// @inheritdoc GovernorUpgradeable
    /// @dev As OpenZeppelin has it where a timelock executes, and in less code.
    function onERC721Received(address, address, uint256, bytes memory) public pure override returns (bytes4) {
        revert GovernorDisabledDeposit();
    }

    /// @inheritdoc GovernorUpgradeable
    function onERC1155Received(address, address, uint256, uint256, bytes memory)
        public
        pure
        override
        returns (bytes4)
    {
        revert GovernorDisabledDeposit();
    }

    /// @inheritdoc GovernorUpgradeable
    function onERC1155BatchReceived(address, address, uint256[] memory, uint256[] memory, bytes memory)
        public
        pure
        override
        returns (bytes4)
    {
        revert GovernorDisabledDeposit();
    }

    /// @inheritdoc GovernorVotesUpgradeable
    /// @dev Unix time, as the voting token has it: without asking, for a token that does not answer must not turn
    /// seconds into blocks.
    function clock() public view override(GovernorUpgradeable, GovernorVotesUpgradeable) returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc GovernorVotesUpgradeable
    // forge-lint: disable-next-line(mixed-case-function)
    function CLOCK_MODE()
        public
        pure
        override(GovernorUpgradeable, GovernorVotesUpgradeable)
        returns (string memory)
    {
        return "mode=timestamp";
    }

    /// @inheritdoc GovernorSettingsUpgradeable
    function proposalThreshold()
        public
        view
        override(GovernorUpgradeable, GovernorSettingsUpgradeable)
        returns (uint256)
    {
        return super.proposalThreshold();
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    function state(uint256 proposalId)
        public
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (ProposalState)
    {
        return super.state(proposalId);
    }

    /// @inheritdoc GovernorCountingSimpleUpgradeable
    /// @dev By more than half, and by the threshold in force when voting began.
    function _voteSucceeded(uint256 proposalId)
        internal
        view
        override(GovernorUpgradeable, GovernorCountingSimpleUpgradeable)
        returns (bool)
    {
        (uint256 noes, uint256 ayes,) = proposalVotes(proposalId);
        uint256 least = approvalThresholdAt(proposalSnapshot(proposalId));
        return ayes > noes && ayes * WHOLE >= (ayes + noes) * least;
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    function _executor()
        internal
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (address)
    {
        return super._executor();
    }

    /// @inheritdoc GovernorSettingsUpgradeable
    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _checkBounds("votingDelay", newVotingDelay, 0, MAX_DURATION);
        super._setVotingDelay(newVotingDelay);
    }

    /// @inheritdoc GovernorSettingsUpgradeable
    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _checkBounds("votingPeriod", newVotingPeriod, 1, MAX_DURATION);
        super._setVotingPeriod(newVotingPeriod);
    }

    /// @inheritdoc GovernorVotesQuorumFractionUpgradeable
    function _updateQuorumNumerator(uint256 newQuorumNumerator) internal override {
        _checkBounds("quorum", newQuorumNumerator, 1, MAX_QUORUM);
        super._updateQuorumNumerator(newQuorumNumerator);
    }

    function _setApprovalThreshold(uint256 newThreshold) private {
        _checkBounds("approvalThreshold", newThreshold, MIN_APPROVAL, MAX_APPROVAL);
        // forge-lint: disable-next-line(unsafe-typecast)
        (uint208 previous,) = _toraGovernorStorage().approvalThresholds.push(clock(), uint208(newThreshold));
        emit ApprovalThresholdSet(previous, newThreshold);
    }

    function _checkBounds(bytes32 setting, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert OutOfBounds(setting, value, least, most);
    }

    function _toraGovernorStorage() private pure returns (ToraGovernorStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TORA_GOVERNOR_STORAGE
        }
    }
}
