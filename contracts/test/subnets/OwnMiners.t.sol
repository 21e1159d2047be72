// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice Validators that mine too, alone in a word of sixteen weights: what they once gave to their place, when another
/// had it, is no vote of theirs.
contract OwnMinersTest is SubnetTest {
    address private constant OUTSIDER = address(0x0D);

    function testTheOnlyMiner() public {
        _check(1, STAKE);
    }

    function testTheSeventeenthMiner() public {
        _check(17, STAKE);
    }

    function testTheThirtyThirdMiner() public {
        _check(33, STAKE);
    }

    /// @dev Its row is the median of its own column: a vote beyond its row's sum there would stop every epoch.
    function testTheSeventeenthMinerWithMostOfTheStake() public {
        _check(17, 3 * STAKE);
    }

    /// @dev The first validator takes the last place over from an outsider to whom all validators had given most.
    function _check(uint256 count, uint256 stake) private {
        _addMiners(count - 1);
        _addMiner(OUTSIDER);
        _addValidator(_validator(0), stake);
        _addValidator(_validator(1), STAKE);
        _toNextEpoch();
        _voteAll(2, _row(count, 1, 60_000));
        _aggregate();
        vm.prank(OUTSIDER);
        miners.leave();
        vm.assertEq(_addMiner(_validator(0)), count - 1);
        _toNextEpoch();
        _voteAll(2, _row(count, 1, 50_000));
        _assertRow(0, count, count - 1);
        _assertRow(1, count, count - 1 + 50_000);
        _aggregate();
        vm.assertEq(consensus.lastAggregated(), 3);
        (uint256[] memory weights,) = consensus.ranks();
        // Nobody but the second validator gave anything to the last place.
        if (stake > STAKE) vm.assertEq(weights[count - 1], 0);
    }

    function _assertRow(uint256 slot, uint256 count, uint256 expected) private view {
        uint256[] memory row = subnet.weightsOf(slot);
        uint256 sum = 0;
        for (uint256 uid = 0; uid < count; ++uid) {
            sum += row[uid];
        }
        (,,, uint32 recorded,) = subnet.ballotOf(slot);
        vm.assertEq(sum, recorded, "the row is not its sum");
        vm.assertEq(sum, expected);
    }

    function _row(uint256 count, uint16 each, uint16 last) private pure returns (bytes memory row) {
        for (uint256 i = 1; i < count; ++i) {
            row = abi.encodePacked(row, each);
        }
        return abi.encodePacked(row, last);
    }
}
