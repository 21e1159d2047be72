// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ToraTimelock} from "../../src/governance/ToraTimelock.sol";
import {IToraGovernor} from "../../src/interfaces/governance/IToraGovernor.sol";
import {GovernanceTest} from "./support/GovernanceTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/// @notice What changes the governor itself, and within which bounds.
contract ToraGovernorSettingsTest is GovernanceTest {
    /// @dev Of the queue of calls that the governor expects: there is none.
    bytes private constant NOTHING_EXPECTED = abi.encodeWithSignature("Panic(uint256)", 0x31);

    function test_everySettingIsChangedByAProposal() public {
        Proposal memory p;
        p.targets = new address[](5);
        p.values = new uint256[](5);
        p.calldatas = _setters();
        for (uint256 i; i < 5; ++i) {
            p.targets[i] = address(governor);
        }
        _pass(p);
        cheats.expectEmit(address(governor));
        emit IToraGovernor.ApprovalThresholdSet(5_000, 6_000);
        _execute(p);
        vm.assertEq(governor.votingDelay(), 2 days);
        vm.assertEq(governor.votingPeriod(), 3 days);
        vm.assertEq(governor.proposalThreshold(), 7);
        vm.assertEq(governor.quorumNumerator(), 5);
        vm.assertEq(governor.approvalThreshold(), 6_000);
    }

    function test_nobodySetsAnything(address caller) public {
        vm.assume(caller != address(timelock));
        bytes[] memory setters = _setters();
        bytes memory refusal = abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, caller);
        for (uint256 i; i < setters.length; ++i) {
            _assertRefused(caller, setters[i], refusal);
        }
    }

    /// @dev In nobody's name: it has a role in the timelock.
    function test_callsNobody() public {
        bytes memory relay = abi.encodeCall(governor.relay, (address(timelock), 0, ""));
        bytes memory refusal = abi.encodeWithSelector(IToraGovernor.NoRelay.selector);
        _assertRefused(address(timelock), relay, refusal);
        Proposal memory p = _proposal(address(governor), relay);
        _pass(p);
        vm.expectRevert(IToraGovernor.NoRelay.selector);
        _execute(p);
    }

    /// @dev Not even the timelock, unless the governor is executing a proposal that says so.
    function test_theTimelockAloneSetsNothing() public {
        bytes[] memory setters = _setters();
        for (uint256 i; i < setters.length; ++i) {
            _assertRefused(address(timelock), setters[i], NOTHING_EXPECTED);
        }
    }

    /// @dev What was decided on the governor is done through the governor, or not at all.
    function test_aSettingDoesNotGoAroundTheGovernor() public {
        Proposal memory p = _proposal(address(governor), abi.encodeCall(governor.setVotingDelay, (2 days)));
        _pass(p);
        bytes32 salt = _salt(p);
        cheats.expectRevert(NOTHING_EXPECTED);
        timelock.executeBatch(p.targets, p.values, p.calldatas, 0, salt);
        _execute(p);
        vm.assertEq(governor.votingDelay(), 2 days);
    }

    function test_settingsHaveBounds() public {
        _assertBounds("votingDelay", 0, 30 days);
        _assertBounds("votingPeriod", 1, 30 days);
        _assertBounds("quorum", 1, 50);
        _assertBounds("approvalThreshold", 5_000, 9_000);
    }

    function test_aProposalDoesNotPassTheBounds() public {
        bytes memory call = abi.encodeCall(governor.setApprovalThreshold, (9_001));
        Proposal memory p = _proposal(address(governor), call);
        _pass(p);
        _expect(_outOfBounds("approvalThreshold", 9_001, 5_000, 9_000));
        _execute(p);
    }

    function test_theTimelockIsNeverReplaced() public {
        bytes memory call = abi.encodeCall(governor.updateTimelock, (ToraTimelock(payable(STRANGER))));
        Proposal memory p = _proposal(address(governor), call);
        _pass(p);
        vm.expectRevert(IToraGovernor.TimelockIsFixed.selector);
        _execute(p);
        vm.assertEq(governor.timelock(), address(timelock));
    }

    // -- helpers

    function _setters() private view returns (bytes[] memory setters) {
        setters = new bytes[](5);
        setters[0] = abi.encodeCall(governor.setVotingDelay, (2 days));
        setters[1] = abi.encodeCall(governor.setVotingPeriod, (3 days));
        setters[2] = abi.encodeCall(governor.setProposalThreshold, (7));
        setters[3] = abi.encodeCall(governor.updateQuorumNumerator, (5));
        setters[4] = abi.encodeCall(governor.setApprovalThreshold, (6_000));
    }

    function _assertRefused(address caller, bytes memory call, bytes memory refusal) private {
        vm.prank(caller);
        (bool done, bytes memory reason) = address(governor).call(call);
        vm.assertFalse(done, "done");
        vm.assertEq(keccak256(reason), keccak256(refusal));
    }

    /// @dev The bounds are taken, and what is next to them is refused.
    function _assertBounds(bytes32 setting, uint256 least, uint256 most) private {
        _governor(_with(setting, least));
        _governor(_with(setting, most));
        if (least > 0) _assertOutOfBounds(setting, least - 1, least, most);
        _assertOutOfBounds(setting, most + 1, least, most);
    }

    function _assertOutOfBounds(bytes32 setting, uint256 value, uint256 least, uint256 most) private {
        bytes memory call = _governorCall(_with(setting, value));
        _expect(_outOfBounds(setting, value, least, most));
        new ERC1967Proxy(governorCode, call);
    }

    function _with(bytes32 setting, uint256 value) private pure returns (IToraGovernor.Settings memory s) {
        s = _settings();
        if (setting == "votingDelay") s.votingDelay = uint48(value);
        else if (setting == "votingPeriod") s.votingPeriod = uint32(value);
        else if (setting == "quorum") s.quorum = value;
        else s.approvalThreshold = value;
    }

    function _outOfBounds(bytes32 setting, uint256 value, uint256 least, uint256 most)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(IToraGovernor.OutOfBounds.selector, setting, value, least, most);
    }
}
