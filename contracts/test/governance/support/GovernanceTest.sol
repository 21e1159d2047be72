// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ToraGovernor} from "../../../src/governance/ToraGovernor.sol";
import {ToraTimelock} from "../../../src/governance/ToraTimelock.sol";
import {UpgradeManager} from "../../../src/governance/UpgradeManager.sol";
import {IToraGovernor} from "../../../src/interfaces/governance/IToraGovernor.sol";
import {IToraTimelock} from "../../../src/interfaces/governance/IToraTimelock.sol";
import {StakedTora} from "../../../src/token/StakedTora.sol";
import {ToraToken} from "../../../src/token/ToraToken.sol";
import {ProtocolTest} from "./ProtocolTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Governance as it is deployed: governor, timelock, upgrade manager, voting token. 10 million TORA are staked;
/// the test is the bridge that mints TORA, and has no power left.
abstract contract GovernanceTest is ProtocolTest {
    struct Proposal {
        address[] targets;
        uint256[] values;
        bytes[] calldatas;
        string description;
    }

    bytes32 internal constant PROPOSER_ROLE = keccak256("PROPOSER_ROLE");
    bytes32 internal constant CANCELLER_ROLE = keccak256("CANCELLER_ROLE");
    bytes32 internal constant EXECUTOR_ROLE = keccak256("EXECUTOR_ROLE");

    uint256 internal constant DELAY = 2 days;
    uint256 internal constant EXIT_DELAY = 7 days;
    uint48 internal constant VOTING_DELAY = 1 days;
    uint32 internal constant VOTING_PERIOD = 5 days;
    uint256 internal constant THRESHOLD = 100_000 ether;
    uint256 internal constant QUORUM = 400_000 ether;

    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    /// @dev Has just what a proposer needs.
    address internal constant PROPOSER = address(0xA1);
    /// @dev One wei less than the quorum, and the wei.
    address internal constant ALMOST = address(0xA2);
    address internal constant WEI = address(0xA3);
    /// @dev More than half of all votes, and who would have to be convinced.
    address internal constant MAJORITY = address(0xA4);
    address internal constant MINORITY = address(0xA5);

    UpgradeManager internal manager;
    ToraTimelock internal timelock;
    ToraToken internal tora;
    StakedTora internal staked;
    ToraGovernor internal governor;
    address internal governorCode;

    function setUp() public virtual {
        cheats.warp(START);
        manager = UpgradeManager(
            _proxy(address(new UpgradeManager()), abi.encodeCall(UpgradeManager.initialize, (address(this))))
        );
        timelock = ToraTimelock(payable(_proxy(address(new ToraTimelock(DELAY)), _timelockCall(DELAY))));
        manager.transferOwnership(address(timelock));
        tora = ToraToken(
            _proxy(
                address(new ToraToken(address(this), address(1), 18)),
                abi.encodeCall(ToraToken.initialize, (address(timelock), address(manager), GUARDIAN))
            )
        );
        staked = StakedTora(
            _proxy(
                address(new StakedTora(IERC20(tora))),
                abi.encodeCall(StakedTora.initialize, (address(timelock), address(manager), EXIT_DELAY))
            )
        );
        governorCode = address(new ToraGovernor());
        governor = _governor(_settings());
        timelock.grantRole(PROPOSER_ROLE, address(governor));
        timelock.grantRole(CANCELLER_ROLE, address(governor));
        timelock.grantRole(CANCELLER_ROLE, GUARDIAN);
        timelock.renounceRole(bytes32(0), address(this));

        _stake(PROPOSER, THRESHOLD);
        _stake(ALMOST, QUORUM - 1);
        _stake(WEI, 1);
        _stake(MAJORITY, 5_500_000 ether);
        _stake(MINORITY, 4_000_000 ether);
        cheats.warp(START + 1);
    }

    function _timelockCall(uint256 delay) internal view returns (bytes memory) {
        address[] memory anyone = new address[](1);
        return abi.encodeCall(
            IToraTimelock.initialize, (delay, new address[](0), anyone, address(this), address(manager))
        );
    }

    function _settings() internal pure returns (IToraGovernor.Settings memory) {
        return IToraGovernor.Settings({
            votingDelay: VOTING_DELAY,
            votingPeriod: VOTING_PERIOD,
            proposalThreshold: THRESHOLD,
            quorum: 4,
            approvalThreshold: 5_000
        });
    }

    function _governorCall(IToraGovernor.Settings memory settings) internal view returns (bytes memory) {
        return abi.encodeCall(
            ToraGovernor.initialize, (IVotes(address(staked)), timelock, address(manager), settings)
        );
    }

    function _governor(IToraGovernor.Settings memory settings) internal returns (ToraGovernor) {
        return ToraGovernor(payable(_proxy(governorCode, _governorCall(settings))));
    }

    function _stake(address account, uint256 amount) internal {
        tora.mint(account, amount);
        cheats.startPrank(account);
        tora.approve(address(staked), amount);
        staked.stake(amount, account);
        cheats.stopPrank();
    }

    // -- decisions

    function _proposal(address target, bytes memory data) internal pure returns (Proposal memory p) {
        p.targets = new address[](1);
        p.targets[0] = target;
        p.values = new uint256[](1);
        p.calldatas = new bytes[](1);
        p.calldatas[0] = data;
        p.description = "because";
    }

    /// @dev A decision on something that the timelock owns.
    function _exitDelay(uint256 delay) internal view returns (Proposal memory) {
        return _proposal(address(staked), abi.encodeCall(staked.setExitDelay, (delay)));
    }

    function _propose(Proposal memory p) internal returns (uint256) {
        vm.prank(PROPOSER);
        return governor.propose(p.targets, p.values, p.calldatas, p.description);
    }

    function _vote(address voter, uint256 id, uint8 support) internal {
        vm.prank(voter);
        governor.castVote(id, support);
    }

    /// @dev Goes to the first second at which votes are taken.
    function _toVoting(uint256 id) internal {
        cheats.warp(governor.proposalSnapshot(id) + 1);
    }

    /// @dev Goes to the first second after the last at which votes are taken.
    function _toResult(uint256 id) internal {
        cheats.warp(governor.proposalDeadline(id) + 1);
    }

    function _queue(Proposal memory p) internal {
        governor.queue(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    function _execute(Proposal memory p) internal {
        governor.execute(p.targets, p.values, p.calldatas, keccak256(bytes(p.description)));
    }

    /// @dev A proposal on which the majority has voted.
    function _win(Proposal memory p) internal returns (uint256 id) {
        id = _propose(p);
        _toVoting(id);
        _vote(MAJORITY, id, FOR);
        _toResult(id);
    }

    /// @dev A proposal that is due in the timelock.
    function _pass(Proposal memory p) internal returns (uint256 id) {
        id = _win(p);
        _queue(p);
        cheats.warp(governor.proposalEta(id));
    }

    function _decide(address target, bytes memory data) internal returns (uint256 id) {
        Proposal memory p = _proposal(target, data);
        id = _pass(p);
        _execute(p);
    }

    /// @dev What names a proposal in the timelock.
    function _operation(Proposal memory p) internal view returns (bytes32) {
        return timelock.hashOperationBatch(p.targets, p.values, p.calldatas, 0, _salt(p));
    }

    function _salt(Proposal memory p) internal view returns (bytes32) {
        return bytes20(address(governor)) ^ keccak256(bytes(p.description));
    }

    function _assertState(uint256 id, IGovernor.ProposalState expected) internal view {
        vm.assertEq(uint256(governor.state(id)), uint256(expected));
    }

    function _expectState(uint256 id, IGovernor.ProposalState is_, IGovernor.ProposalState needed) internal {
        bytes32 allowed = bytes32(1 << uint8(needed));
        cheats.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorUnexpectedProposalState.selector, id, is_, allowed)
        );
    }
}
