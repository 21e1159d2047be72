// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Phases, Stage} from "../../../src/interfaces/subnets/SubnetTypes.sol";
import {MinerRegistry} from "../../../src/subnets/MinerRegistry.sol";
import {Subnet} from "../../../src/subnets/Subnet.sol";
import {SubnetConsensus} from "../../../src/subnets/SubnetConsensus.sol";
import {ToraToken} from "../../../src/token/ToraToken.sol";
import {ClaimBooks} from "./ClaimBooks.sol";
import {SubnetVm} from "./SubnetVm.sol";

/// @notice Epochs in which validators mine too, and come and go as miners. Ends of epochs and claims of strangers are one
/// transaction, or not.
contract MiningHandler {
    SubnetVm private constant cheats = SubnetVm(address(uint160(uint256(keccak256("hevm cheat code")))));

    Subnet private immutable subnet;
    SubnetConsensus private immutable consensus;
    MinerRegistry private immutable miners;
    ToraToken private immutable tora;
    ClaimBooks private immutable books;
    uint256 private immutable places;

    /// @notice Rows whose members' weights were not the sum recorded, and epochs that could not be aggregated: none.
    uint256 public wrongRows;
    uint256 public stuck;
    /// @notice Rows of validators that mined in the last place: without any a run proves little.
    uint256 public rowsInTheLastPlace;

    constructor(
        Subnet subnet_,
        SubnetConsensus consensus_,
        MinerRegistry miners_,
        ToraToken tora_,
        ClaimBooks books_,
        uint256 places_
    ) {
        (subnet, consensus, miners, tora) = (subnet_, consensus_, miners_, tora_);
        (books, places) = (books_, places_);
    }

    /// @notice Gives a place, most often the last one, to a validator or to anyone else. Who has a place gives it up.
    function take(uint256 where, uint256 who) external {
        uint16 uid = uint16(where % 3 == 0 ? where % places : places - 1);
        address holder = miners.accountOf(uid, subnet.currentEpoch() + 1);
        if (holder != address(0)) _leave(holder);
        address account = who % 2 == 0 ? books.validator(who / 2) : books.accountOf(who);
        if (miners.minerOf(account).account != address(0)) _leave(account);
        cheats.startPrank(tora.BRIDGE());
        tora.mint(account, 1 ether);
        cheats.stopPrank();
        cheats.startPrank(account);
        tora.approve(address(miners), 1 ether);
        miners.register(account, "x");
        cheats.stopPrank();
    }

    /// @notice A whole epoch; who is not in `silent` reveals. Weights are of any length.
    function epoch(uint8 silent, uint256 scores, uint256 claims) external {
        Phases memory phases = subnet.hyperparametersOf(subnet.currentEpoch()).phases;
        uint64 now_ = subnet.currentEpoch() + 1;
        uint256 start = subnet.startOf(now_);
        cheats.roll(start + phases.commit);
        for (uint256 i = 0; i < books.VALIDATORS(); ++i) {
            bytes32 commitment = subnet.commitmentOf(books.validator(i), now_, _weights(scores, i), "salt");
            cheats.startPrank(books.validator(i));
            subnet.commitScores(commitment);
            cheats.stopPrank();
        }
        cheats.roll(start + phases.reveal);
        for (uint256 i = 0; i < books.VALIDATORS(); ++i) {
            if (silent >> i & 1 == 1) continue;
            cheats.startPrank(books.validator(i));
            subnet.revealScores(_weights(scores, i), "salt");
            cheats.stopPrank();
            _checkRow(i, now_);
        }
        cheats.roll(start + phases.aggregate);
        try this.aggregate(now_, claims) {}
        catch {
            ++stuck;
        }
    }

    /// @notice Aggregates, and has strangers claim in the transaction of the last page.
    function aggregate(uint64 epoch_, uint256 claims) external {
        subnet.aggregateScores("", 0);
        while (subnet.aggregateScores(consensus.medianRowsOf(16), 16) != Stage.Done) {}
        books.open(epoch_);
        if (claims % 2 == 0) books.claimAtRandom(epoch_, claims, 24);
    }

    /// @notice Strangers claim whatever there is to claim, of any epoch, for anyone.
    function claim(uint256 back, uint256 seed) external {
        uint64 last = consensus.lastAggregated();
        if (last > 1) books.claimAtRandom(uint64(last - back % (last - 1)), seed, 8);
    }

    function _leave(address account) private {
        cheats.startPrank(account);
        miners.leave();
        cheats.stopPrank();
    }

    function _checkRow(uint256 slot, uint64 epoch_) private {
        (uint256 members,) = miners.roster(epoch_);
        uint256[] memory row = subnet.weightsOf(slot);
        uint256 sum = 0;
        for (uint256 uid = 0; uid < row.length; ++uid) {
            if (members & (1 << uid) != 0) sum += row[uid];
            // Up to the last member others are nothing, for the consensus reads them too.
            else if (members >> uid != 0 && row[uid] != 0) ++wrongRows;
        }
        (,,, uint32 recorded,) = subnet.ballotOf(slot);
        if (sum != recorded) ++wrongRows;
        if (miners.accountOf(uint16(places - 1), epoch_) == books.validator(slot)) ++rowsInTheLastPlace;
    }

    function _weights(uint256 scores, uint256 i) private view returns (bytes memory packed) {
        uint256 length = scores % 4 == 0 ? scores % (places + 2) : places;
        for (uint256 j = 0; j < length; ++j) {
            packed = abi.encodePacked(packed, uint16(uint256(keccak256(abi.encode(scores, i, j)))));
        }
    }
}
