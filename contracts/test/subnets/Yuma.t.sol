// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Yuma} from "../../src/libraries/Yuma.sol";
import {Test} from "../support/Test.sol";
import {RandomEpoch} from "./support/RandomEpoch.sol";
import {SubnetVm} from "./support/SubnetVm.sol";
import {YumaDigests} from "./support/YumaDigests.sol";
import {EpochInput, EpochOutput, YumaEpoch} from "./support/YumaEpoch.sol";
import {YumaPlain} from "./support/YumaPlain.sol";

/// @notice The library against the TypeScript oracle, which itself passes subtensor's vectors, and against the plain
/// version.
contract YumaTest is Test {
    // One thousand random epochs and as many that follow on them, in four parts for the gas limit of a test.

    function testRandomMatricesAgreeWithTheOracle1() public pure {
        _agreeWithTheOracle(0);
    }

    function testRandomMatricesAgreeWithTheOracle2() public pure {
        _agreeWithTheOracle(1);
    }

    function testRandomMatricesAgreeWithTheOracle3() public pure {
        _agreeWithTheOracle(2);
    }

    function testRandomMatricesAgreeWithTheOracle4() public pure {
        _agreeWithTheOracle(3);
    }

    function _agreeWithTheOracle(uint256 quarter) private pure {
        uint256 digests = YumaDigests.SEEDS / YumaDigests.SEEDS_PER_DIGEST / 4;
        for (uint256 part = quarter * digests; part < (quarter + 1) * digests; ++part) {
            bytes32 digest = 0;
            for (uint256 i = 0; i < YumaDigests.SEEDS_PER_DIGEST; ++i) {
                digest = _take(digest, part * YumaDigests.SEEDS_PER_DIGEST + i);
            }
            vm.assertEq(digest, _told(part));
        }
    }

    function testFuzzAgreesWithThePlainVersion(uint64 seed) public pure {
        (EpochInput memory input,) = RandomEpoch.draw(seed);
        EpochOutput memory library_ = YumaEpoch.run(input);
        EpochOutput memory plain = YumaPlain.run(input);
        vm.assertEq(_digestOf(library_), _digestOf(plain));
    }

    function testFuzzSharesAddUpToAtMostOne(uint64 seed) public pure {
        (EpochInput memory input,) = RandomEpoch.draw(seed);
        EpochOutput memory output = YumaEpoch.run(input);
        _checkSum(output.incentive);
        _checkSum(output.dividends);
        for (uint256 i = 0; i < output.trust.length; ++i) {
            vm.assertTrue(output.trust[i] <= Yuma.ONE, "trust is a share");
        }
    }

    function testFuzzOrderOfRowsDoesNotMatter(uint64 seed, uint256 turn) public pure {
        (EpochInput memory input,) = RandomEpoch.draw(seed);
        EpochOutput memory straight = YumaEpoch.run(input);
        turn = turn % input.stake.length;
        EpochOutput memory turned = YumaEpoch.run(_turned(input, turn));
        for (uint256 j = 0; j < straight.incentive.length; ++j) {
            vm.assertEq(straight.incentive[j], turned.incentive[j]);
        }
        for (uint256 i = 0; i < input.stake.length; ++i) {
            vm.assertEq(straight.dividends[(i + turn) % input.stake.length], turned.dividends[i]);
        }
    }

    /// @dev Whatever row is named, either it is proved to be the median or the column is refused.
    function testFuzzAFalseMedianIsRefused(uint64 seed, uint256 row) public view {
        (EpochInput memory input,) = RandomEpoch.draw(seed);
        row = row % input.stake.length;
        Yuma.Rows memory rows = YumaEpoch.rowsOf(input);
        vm.assume(rows.stakeSum > 0);
        YumaEpoch.setWords(rows, input.weights, 0);
        uint256 median = YumaEpoch.run(input).consensus[0];
        bool right = Yuma.weightOf(rows, row, 240) == median;
        try this.rankColumn(rows, row) returns (uint256 consensus) {
            vm.assertEq(consensus, median);
            vm.assertTrue(right, "a false median passed");
        } catch {
            vm.assertFalse(right, "a true median was refused");
        }
    }

    function testARowThatDoesNotExistIsRefused() public {
        (EpochInput memory input,) = RandomEpoch.draw(3);
        Yuma.Rows memory rows = YumaEpoch.rowsOf(input);
        SubnetVm cheats = SubnetVm(address(vm));
        cheats.expectPartialRevert(Yuma.NoSuchRow.selector);
        this.rankColumn(rows, input.stake.length);
    }

    /// @dev Exactly kappa is not enough: half of the stake against half, kappa one half. The lower weight is taken.
    function testExactKappaAndTies() public pure {
        EpochInput memory input = _square(2, 2);
        input.weights[0][0] = 30_000;
        input.weights[0][1] = 35_535;
        input.weights[1][0] = 40_000;
        input.weights[1][1] = 25_535;
        EpochOutput memory output = YumaEpoch.run(input);
        // kappa is 32767/65535, a little less than half: the stake above the lower weight suffices.
        vm.assertEq(output.consensus[0], (uint256(40_000) << 32) / 65_535);
        input.kappa = 32_768;
        output = YumaEpoch.run(input);
        vm.assertEq(output.consensus[0], (uint256(30_000) << 32) / 65_535);
    }

    function rankColumn(Yuma.Rows memory rows, uint256 row) external pure returns (uint256 consensus) {
        (consensus,) = Yuma.rankColumn(rows, 240, row, new uint256[](rows.count));
    }

    function _take(bytes32 digest, uint256 seed) private pure returns (bytes32) {
        (EpochInput memory input, RandomEpoch.Generator memory generator) = RandomEpoch.draw(seed);
        EpochOutput memory output = YumaEpoch.run(input);
        digest = keccak256(abi.encode(digest, _digestOf(output)));
        RandomEpoch.redraw(input, generator);
        input.bonds = output.bonds;
        return keccak256(abi.encode(digest, _digestOf(YumaEpoch.run(input))));
    }

    function _digestOf(EpochOutput memory o) private pure returns (bytes32) {
        return
            keccak256(abi.encode(o.stake, o.consensus, o.ranks, o.trust, o.incentive, o.dividends, o.bonds));
    }

    function _told(uint256 part) private pure returns (bytes32 digest) {
        bytes memory all = YumaDigests.ALL;
        assembly ("memory-safe") {
            digest := mload(add(add(all, 0x20), mul(part, 0x20)))
        }
    }

    function _checkSum(uint256[] memory shares) private pure {
        uint256 sum = Yuma.total(shares);
        vm.assertTrue(sum <= Yuma.ONE, "more than one was shared out");
        // Each share is rounded down by less than a unit.
        vm.assertTrue(sum == 0 || sum + shares.length > Yuma.ONE, "less than one was shared out");
    }

    function _turned(EpochInput memory input, uint256 turn) private pure returns (EpochInput memory turned) {
        uint256 count = input.stake.length;
        turned = _square(count, 1);
        (turned.kappa, turned.bondsMovingAverage, turned.bondsPenalty) =
        (input.kappa, input.bondsMovingAverage, input.bondsPenalty);
        for (uint256 i = 0; i < count; ++i) {
            uint256 from = (i + turn) % count;
            turned.stake[i] = input.stake[from];
            turned.active[i] = input.active[from];
            turned.weights[i] = input.weights[from];
            turned.bonds[i] = input.bonds[from];
        }
    }

    function _square(uint256 rows, uint256 columns) private pure returns (EpochInput memory input) {
        (input.kappa, input.bondsMovingAverage, input.bondsPenalty) = (32_767, 900_000, 65_535);
        input.stake = new uint256[](rows);
        input.active = new bool[](rows);
        input.weights = new uint256[][](rows);
        input.bonds = new uint256[][](rows);
        for (uint256 i = 0; i < rows; ++i) {
            input.stake[i] = 1;
            input.active[i] = true;
            input.weights[i] = new uint256[](columns);
            input.bonds[i] = new uint256[](columns);
        }
    }
}
