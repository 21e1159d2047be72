// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Stage} from "../../../src/interfaces/subnets/SubnetTypes.sol";
import {Phases} from "../../../src/interfaces/subnets/SubnetTypes.sol";
import {EmissionManager} from "../../../src/subnets/EmissionManager.sol";
import {MinerRegistry} from "../../../src/subnets/MinerRegistry.sol";
import {StakePool} from "../../../src/subnets/StakePool.sol";
import {Subnet} from "../../../src/subnets/Subnet.sol";
import {SubnetConsensus} from "../../../src/subnets/SubnetConsensus.sol";
import {ToraToken} from "../../../src/token/ToraToken.sol";
import {SubnetVm} from "./SubnetVm.sol";

/// @notice Does what validators, miners and delegators do, in any order, and keeps the books that the invariants compare.
contract SubnetHandler {
    SubnetVm private constant cheats = SubnetVm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant VALIDATORS = 5;
    uint256 private constant MINERS = 6;
    uint256 private constant DELEGATORS = 4;

    Subnet private immutable subnet;
    SubnetConsensus private immutable consensus;
    StakePool private immutable pool;
    MinerRegistry private immutable miners;
    EmissionManager private immutable emissions;
    ToraToken private immutable tora;

    /// @notice All that was staked and given back, and all that was claimed, wei of TORA.
    uint256 public staked;
    uint256 public withdrawn;
    mapping(uint64 epoch => uint256) public claimedAsMiner;
    mapping(uint64 epoch => uint256) public claimed;

    /// @notice How often a claim was paid a second time: never.
    uint256 public doubleClaims;

    /// @notice Epochs aggregated, slashes and claims that were seen: a run without any would prove little.
    uint64 public aggregations;
    uint256 public slashes;
    uint256 public claims;

    constructor(
        Subnet subnet_,
        SubnetConsensus consensus_,
        StakePool pool_,
        MinerRegistry miners_,
        EmissionManager emissions_,
        ToraToken tora_
    ) {
        (subnet, consensus, pool, miners, emissions, tora) =
        (subnet_, consensus_, pool_, miners_, emissions_, tora_);
    }

    function stake(uint256 who, uint256 validator, uint96 amount) external {
        address account = delegator(who);
        uint256 wei_ = 1 + uint256(amount) % 1e22;
        cheats.startPrank(tora.BRIDGE());
        tora.mint(account, wei_);
        cheats.stopPrank();
        cheats.startPrank(account);
        tora.approve(address(pool), wei_);
        try pool.stake(validatorOf(validator), wei_) {
            staked += wei_;
        } catch {}
        cheats.stopPrank();
    }

    function unstake(uint256 who, uint256 validator, uint256 part) external {
        address account = who % 3 == 0 ? validatorOf(validator) : delegator(who);
        (, uint256 held,) = pool.sharesOf(validatorOf(validator), account, type(uint48).max);
        if (held == 0) return;
        cheats.startPrank(account);
        try pool.requestUnstake(validatorOf(validator), 1 + part % held) {} catch {}
        cheats.stopPrank();
    }

    function withdraw(uint256 who, uint256 validator) external {
        address account = who % 3 == 0 ? validatorOf(validator) : delegator(who);
        cheats.startPrank(account);
        try pool.withdraw(validatorOf(validator)) returns (uint256 amount) {
            withdrawn += amount;
        } catch {}
        cheats.stopPrank();
    }

    function leaveAndReturn(uint256 who) external {
        address account = validatorOf(who);
        cheats.startPrank(account);
        try pool.leave() {}
        catch {
            try pool.registerValidator(0, uint16(who % 10_000), 0) {} catch {}
        }
        cheats.stopPrank();
    }

    function replaceMiner(uint256 who) external {
        address account = miner(who);
        cheats.startPrank(account);
        try miners.leave() {}
        catch {
            cheats.stopPrank();
            cheats.startPrank(tora.BRIDGE());
            tora.mint(account, 1 ether);
            cheats.stopPrank();
            cheats.startPrank(account);
            tora.approve(address(miners), 1 ether);
            try miners.register(account, "x") {} catch {}
        }
        cheats.stopPrank();
    }

    /// @notice A whole epoch. Some commit, some of those reveal, pages are of any size.
    function epoch(uint256 committing, uint256 revealing, uint256 scores) external {
        uint64 now_ = subnet.currentEpoch();
        Phases memory phases = subnet.hyperparametersOf(now_).phases;
        uint256 start = subnet.startOf(now_ + 1);
        cheats.roll(start + phases.commit);
        now_ += 1;
        for (uint256 i = 0; i < VALIDATORS; ++i) {
            if (committing >> i & 1 == 1) _commit(validatorOf(i), now_, _weights(scores, i));
        }
        cheats.roll(start + phases.reveal);
        for (uint256 i = 0; i < VALIDATORS; ++i) {
            if (revealing >> i & 1 == 1) _reveal(validatorOf(i), _weights(scores, i));
        }
        cheats.roll(start + phases.aggregate);
        uint256 assets = pool.totalAssets();
        Stage stage = subnet.aggregateScores("", 0);
        if (pool.totalAssets() < assets) ++slashes;
        // Some epochs are left unfinished.
        if (scores % 5 == 0) return;
        while (stage == Stage.Ranks) stage = subnet.aggregateScores(consensus.medianRowsOf(16), 0);
        while (stage == Stage.Bonds) stage = subnet.aggregateScores("", 16);
        ++aggregations;
    }

    function claim(uint256 who, uint256 back) external {
        uint64 last = consensus.lastAggregated();
        uint64 past = last > 0 ? uint64(last - back % last) : 0;
        address account = who % 2 == 0 ? miner(who / 2) : validatorOf(who / 2);
        _claim(past, account);
        if (_claim(past, account)) ++doubleClaims;
        address from = delegator(who);
        _claimDelegation(past, from, validatorOf(who));
        if (_claimDelegation(past, from, validatorOf(who))) ++doubleClaims;
    }

    function claimOthers() external {
        emissions.claimOwner(1);
        emissions.claimTreasury();
    }

    function passBlocks(uint16 count) external {
        cheats.roll(block.number + count);
    }

    function validatorOf(uint256 i) public pure returns (address) {
        return address(uint160(0xA000 + i % VALIDATORS));
    }

    function delegator(uint256 i) public pure returns (address) {
        return address(uint160(0xDE00 + i % DELEGATORS));
    }

    function miner(uint256 i) public pure returns (address) {
        return cheats.addr(1_000 + i % MINERS);
    }

    function _claim(uint64 past, address account) private returns (bool) {
        uint256 before = emissions.poolsOf(1, past).minersPaid;
        try emissions.claimRewards(1, past, account) returns (uint256 amount) {
            uint256 asMiner = emissions.poolsOf(1, past).minersPaid - before;
            claimedAsMiner[past] += asMiner;
            claimed[past] += amount;
            ++claims;
            return true;
        } catch {
            return false;
        }
    }

    function _claimDelegation(uint64 past, address from, address validator) private returns (bool) {
        try emissions.claimDelegation(1, past, from, validator) returns (uint256 amount) {
            claimed[past] += amount;
            return true;
        } catch {
            return false;
        }
    }

    function _weights(uint256 scores, uint256 i) private pure returns (bytes memory packed) {
        for (uint256 j = 0; j < MINERS; ++j) {
            packed = abi.encodePacked(packed, uint16(uint256(keccak256(abi.encode(scores, i, j)))));
        }
    }

    function _commit(address account, uint64 epoch_, bytes memory weights) private {
        bytes32 commitment = subnet.commitmentOf(account, epoch_, weights, "salt");
        cheats.startPrank(account);
        try subnet.commitScores(commitment) {} catch {}
        cheats.stopPrank();
    }

    function _reveal(address account, bytes memory weights) private {
        cheats.startPrank(account);
        try subnet.revealScores(weights, "salt") {} catch {}
        cheats.stopPrank();
    }
}
