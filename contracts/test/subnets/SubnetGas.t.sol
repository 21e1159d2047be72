// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Stage} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {RandomEpoch} from "./support/RandomEpoch.sol";
import {SubnetTest} from "./support/SubnetTest.sol";
import {EpochInput} from "./support/YumaEpoch.sol";
import {YumaPlain} from "./support/YumaPlain.sol";

/// @notice Gas of an epoch, from 4 validators and 16 miners to 64 and 256, as transactions of their own: intrinsic gas and
/// calldata are in. Each row of the snapshot is one size. "First" is the epoch that writes bonds for the first time.
/// forge-config: default.isolate = true
contract SubnetGasTest is SubnetTest {
    using RandomEpoch for RandomEpoch.Generator;

    /// @dev Bars of the issue.
    uint256 private constant MOST_GAS_A_CELL = 2_000;
    uint256 private constant MOST_GAS_A_TRANSACTION = 15_000_000;

    RandomEpoch.Generator private generator;
    uint256 private largest;

    function testGas04x16() public {
        _measure(4, 16);
    }

    function testGas08x32() public {
        _measure(8, 32);
    }

    function testGas16x64() public {
        _measure(16, 64);
    }

    function testGas32x128() public {
        _measure(32, 128);
    }

    function testGas64x256() public {
        _measure(64, 256);
    }

    function _measure(uint256 validators, uint256 miners_) private {
        _addMiners(miners_);
        _addValidators(validators);
        _toNextEpoch();
        string memory size = string.concat(_two(validators), "x", _three(miners_));
        uint256 cells = validators * miners_;
        _vote(validators, miners_, size);
        cheats.snapshotValue(
            "SubnetEpoch", string.concat(size, " first epoch, a cell"), _run(size, miners_) / cells
        );
        _toNextEpoch();
        _vote(validators, miners_, size);
        largest = 0;
        uint256 warm = _run(size, miners_);
        cheats.snapshotValue("SubnetEpoch", string.concat(size, " warm epoch"), warm);
        cheats.snapshotValue("SubnetEpoch", string.concat(size, " warm epoch, a cell"), warm / cells);
        cheats.snapshotValue("SubnetEpoch", string.concat(size, " largest transaction"), largest);
        vm.assertTrue(largest <= MOST_GAS_A_TRANSACTION, "a transaction is too large");
        // Smaller subnets carry the same fixed costs over fewer cells.
        if (cells >= 4096) vm.assertTrue(warm <= MOST_GAS_A_CELL * cells, "a cell costs too much");
        _plain(validators, miners_, size, cells);
    }

    /// @dev Everyone says something of its own of everyone.
    function _vote(uint256 validators, uint256 miners_, string memory size) private {
        _toCommit();
        for (uint256 i = 0; i < validators; ++i) {
            _commit(_validator(i), _row(i, miners_));
        }
        _toReveal();
        for (uint256 i = 0; i < validators; ++i) {
            _reveal(_validator(i), _row(i, miners_));
        }
        cheats.snapshotValue("SubnetEpoch", string.concat(size, " reveal"), cheats.lastCallGas().gasTotalUsed);
        _toAggregate();
    }

    function _row(uint256 validator, uint256 miners_) private pure returns (bytes memory row) {
        row = new bytes(2 * miners_);
        for (uint256 j = 0; j < miners_; ++j) {
            uint256 weight = 100 * (j + 1) + uint256(keccak256(abi.encode(validator, j))) % 2_000;
            (row[2 * j], row[2 * j + 1]) = (bytes1(uint8(weight >> 8)), bytes1(uint8(weight)));
        }
    }

    /// @dev Runs an epoch and sums the gas of its transactions: one for ranks and bonds where they fit into one, else pages
    /// of 128 columns.
    function _run(string memory size, uint256 columns) private returns (uint256 sum) {
        Stage stage = subnet.aggregateScores("", 0);
        sum = _count();
        cheats.snapshotValue("SubnetEpoch", string.concat(size, " begin"), sum);
        bool small = columns <= 128;
        while (stage == Stage.Ranks) {
            bytes memory rows = consensus.medianRowsOf(128);
            stage = subnet.aggregateScores(rows, small ? 128 : 0);
            sum += _count();
            cheats.snapshotValue(
                "SubnetEpoch",
                string.concat(size, small ? " ranks and bonds" : " ranks of a page"),
                cheats.lastCallGas().gasTotalUsed
            );
        }
        while (stage == Stage.Bonds) {
            stage = subnet.aggregateScores("", 128);
            sum += _count();
            cheats.snapshotValue(
                "SubnetEpoch", string.concat(size, " bonds of a page"), cheats.lastCallGas().gasTotalUsed
            );
        }
    }

    function _count() private returns (uint256 gas) {
        gas = cheats.lastCallGas().gasTotalUsed;
        if (gas > largest) largest = gas;
    }

    /// @dev The same work in memory, plainly written, without reading or writing anything down.
    function _plain(uint256 validators, uint256 miners_, string memory size, uint256 cells) private {
        if (cells > 4096) return;
        EpochInput memory input;
        (input.kappa, input.bondsMovingAverage, input.bondsPenalty) = (32_767, 900_000, 65_535);
        input.stake = new uint256[](validators);
        input.active = new bool[](validators);
        input.weights = new uint256[][](validators);
        input.bonds = new uint256[][](validators);
        for (uint256 i = 0; i < validators; ++i) {
            input.stake[i] = STAKE;
            input.active[i] = true;
            bytes memory row = _row(i, miners_);
            input.weights[i] = new uint256[](miners_);
            input.bonds[i] = new uint256[](miners_);
            for (uint256 j = 0; j < miners_; ++j) {
                input.weights[i][j] = uint256(uint8(row[2 * j])) << 8 | uint8(row[2 * j + 1]);
            }
        }
        uint256 before = gasleft();
        YumaPlain.run(input);
        cheats.snapshotValue(
            "SubnetEpoch",
            string.concat(size, " plain sorting version in memory, a cell"),
            (before - gasleft()) / cells
        );
    }

    function _two(uint256 number) private pure returns (string memory) {
        return string(abi.encodePacked(bytes1(uint8(48 + number / 10)), bytes1(uint8(48 + number % 10))));
    }

    function _three(uint256 number) private pure returns (string memory) {
        return string.concat(string(abi.encodePacked(bytes1(uint8(48 + number / 100)))), _two(number % 100));
    }
}
