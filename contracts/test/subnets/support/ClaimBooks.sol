// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../../src/interfaces/subnets/IEmissionManager.sol";
import {Subnet} from "../../../src/subnets/Subnet.sol";
import {SubnetConsensus} from "../../../src/subnets/SubnetConsensus.sol";
import {ToraToken} from "../../../src/token/ToraToken.sol";
import {SubnetVm} from "./SubnetVm.sol";

/// @notice Claims for anyone, as a stranger, and notes by the tokens' movements what everyone was paid.
contract ClaimBooks {
    SubnetVm private constant cheats = SubnetVm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address private constant STRANGER = address(0xBAD);
    uint256 public constant VALIDATORS = 4;
    uint256 public constant DELEGATORS = 3;
    /// @notice Miners that are no validators: as many as places.
    uint256 public immutable OTHERS;

    Subnet private immutable subnet;
    SubnetConsensus private immutable consensus;
    IEmissionManager private immutable emissions;
    ToraToken private immutable tora;

    /// @notice Epochs that were aggregated.
    uint64[] public epochs;
    /// @notice Payments, wei of TORA: by epoch, account and, for a delegator, its validator.
    mapping(uint64 epoch => mapping(address account => mapping(address validator => uint256))) public paid;

    constructor(
        Subnet subnet_,
        SubnetConsensus consensus_,
        IEmissionManager emissions_,
        ToraToken tora_,
        uint256 others
    ) {
        (subnet, consensus, emissions, tora, OTHERS) = (subnet_, consensus_, emissions_, tora_, others);
    }

    function open(uint64 epoch) external {
        epochs.push(epoch);
    }

    function epochCount() external view returns (uint256) {
        return epochs.length;
    }

    /// @notice Calls any of the entry points, with any account and any validator, nobody and the account itself included.
    function claimAtRandom(uint64 epoch, uint256 seed, uint256 count) external {
        for (uint256 i = 0; i < count; ++i) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            // Validators are few, and those that it is about.
            address account = drawn % 3 == 0 ? validator(drawn >> 8) : accountOf(drawn >> 8);
            uint256 other = (drawn >> 64) % (VALIDATORS + 2);
            address with = other < VALIDATORS ? validator(other) : other == VALIDATORS ? account : address(0);
            if (drawn % 8 == 0) _callOthers();
            if ((drawn >> 32) % 2 == 0) claimDelegation(epoch, account, with);
            else claimRewards(epoch, account);
        }
    }

    function claimRewards(uint64 epoch, address account) public {
        uint256 before = tora.balanceOf(account);
        cheats.startPrank(STRANGER);
        try emissions.claimRewards(1, epoch, account) {} catch {}
        cheats.stopPrank();
        paid[epoch][account][address(0)] += tora.balanceOf(account) - before;
    }

    function claimDelegation(uint64 epoch, address account, address with) public {
        uint256 before = tora.balanceOf(account);
        cheats.startPrank(STRANGER);
        try emissions.claimDelegation(1, epoch, account, with) {} catch {}
        cheats.stopPrank();
        // What comes by a delegation to nobody would be no payment of anything.
        if (with != address(0)) paid[epoch][account][with] += tora.balanceOf(account) - before;
    }

    /// @notice Validators, a stranger, delegators, miners, and nobody.
    function accountOf(uint256 i) public view returns (address) {
        i %= accountCount();
        if (i < VALIDATORS) return validator(i);
        i -= VALIDATORS;
        if (i < DELEGATORS) return delegator(i);
        i -= DELEGATORS;
        if (i < OTHERS) return miner(i);
        return i == OTHERS ? STRANGER : address(0);
    }

    function accountCount() public view returns (uint256) {
        return VALIDATORS + DELEGATORS + OTHERS + 2;
    }

    function validator(uint256 i) public pure returns (address) {
        return address(uint160(0xA000 + i % VALIDATORS));
    }

    function delegator(uint256 i) public pure returns (address) {
        return address(uint160(0xDE00 + i % DELEGATORS));
    }

    function miner(uint256 i) public pure returns (address) {
        return cheats.addr(1_000 + i);
    }

    function _callOthers() private {
        cheats.startPrank(STRANGER);
        emissions.claimOwner(1);
        emissions.claimTreasury();
        cheats.stopPrank();
        uint64 epoch = subnet.currentEpoch();
        cheats.startPrank(STRANGER);
        try subnet.claimRewards(epoch) returns (uint256 amount) {
            paid[epoch][STRANGER][address(0)] += amount;
        } catch {}
        cheats.stopPrank();
    }
}
