// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {BatchInbox} from "../../src/settlement/BatchInbox.sol";
import {Test, Vm} from "../support/Test.sol";

contract BatchInboxTest is Test {
    /// @dev The shortest transaction seen from a batcher.
    uint256 internal constant SHORTEST = 85;
    /// @dev The most calldata that a node takes in one transaction.
    uint256 internal constant LONGEST = 128 * 1024;

    address internal inbox = address(new BatchInbox());

    function test_logsHashAndSizeOfTheWholeCalldata(bytes calldata batch) public {
        vm.recordLogs();
        (bool posted,) = inbox.call(batch);
        vm.assertTrue(posted, "refused");

        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1);
        vm.assertEq(logs[0].emitter, inbox);
        vm.assertEq(logs[0].topics.length, 1);
        vm.assertEq(logs[0].topics[0], keccak256("BatchPosted(bytes32,uint256)"));
        (bytes32 batchHash, uint256 size) = abi.decode(logs[0].data, (bytes32, uint256));
        vm.assertEq(batchHash, keccak256(batch));
        vm.assertEq(size, batch.length);
    }

    function test_gasLeftByTheCalldataFloorIsEnough(bytes32 seed, uint256 size) public {
        _postWithinBudget(_frame(seed, bound(size, SHORTEST, 4 * SHORTEST)));
    }

    function test_gasIsEnoughForTheLongestBatch() public {
        _postWithinBudget(_frame("longest", LONGEST));
    }

    /// @dev A budget for the next change: the shortest batch leaves about 1,900 gas.
    function test_gasOfTheShortestBatch() public {
        (bool posted,) = inbox.call{gas: 1_440}(_frame("shortest", SHORTEST));
        vm.assertTrue(posted, "costs more than it did");
    }

    function test_refusesCoins(bytes calldata batch, uint256 value) public {
        value = bound(value, 1, type(uint128).max);
        vm.deal(address(this), value);
        (bool posted,) = inbox.call{value: value}(batch);
        vm.assertFalse(posted, "took a coin that could never leave");
        vm.assertEq(inbox.balance, 0);
    }

    /// @dev A batcher pays the floor of EIP-7623 and no more. What is left after the intrinsic gas of the calldata
    /// is 6 gas a token; a zero byte is one token, any other byte four.
    function _postWithinBudget(bytes memory batch) private {
        uint256 budget;
        for (uint256 i; i < batch.length; ++i) {
            budget += batch[i] == 0 ? 6 : 24;
        }
        (bool posted,) = inbox.call{gas: budget}(batch);
        vm.assertTrue(posted, "out of gas");
    }

    /// @dev A batch of one frame: version, channel, frame number, length, compressed data, last.
    function _frame(bytes32 seed, uint256 size) private pure returns (bytes memory) {
        bytes memory data = new bytes(size - 24);
        for (uint256 i; i < data.length; i += 32) {
            bytes32 word = keccak256(abi.encode(seed, i));
            for (uint256 j; j < 32 && i + j < data.length; ++j) {
                data[i + j] = word[j];
            }
        }
        return abi.encodePacked(
            bytes1(0),
            bytes16(keccak256(abi.encode(seed))),
            uint16(0),
            uint32(data.length),
            data,
            bytes1(0x01)
        );
    }
}
