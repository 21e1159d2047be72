// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Cheats} from "./support/Cheats.sol";
import {PaymasterWorld} from "./support/PaymasterWorld.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";

/// @notice What ERC-7562 allows a staked paymaster in validation, opcode by opcode and slot by slot.
contract PaymasterRulesTest is PaymasterWorld {
    uint8 private constant GAS = 0x5a;

    PackedUserOperation private operation;
    uint256 private cost;

    function setUp() public override {
        super.setUp();
        address account = _account(1, 1e26);
        operation = _operation(1);
        operation.sender = account;
        cost = _maxCost(_limits(), 1 gwei);
    }

    /// @dev OP-011, OP-012, OP-031: no clock, no block, no creation; GAS only for the call right after it. Forge has
    /// the tracer from `-vvv` on.
    function test_noForbiddenOpcodes() public {
        try cheats.startDebugTraceRecording() {}
        catch {
            cheats.skip(true, "needs -vvv");
        }
        _validate();
        Cheats.DebugStep[] memory steps = cheats.stopAndReturnDebugTraceRecording();
        bool calledToken;
        for (uint256 i; i < steps.length; ++i) {
            if (steps[i].contractAddr == address(tora)) calledToken = true;
            if (steps[i].contractAddr == address(this)) continue;
            uint8 op = steps[i].opcode;
            vm.assertFalse(_forbidden(op), string.concat("opcode ", cheats.toString(uint256(op))));
            if (op == GAS) vm.assertTrue(_isCall(steps[i + 1].opcode), "GAS without a call");
            vm.assertFalse(steps[i].isOutOfGas, "out of gas");
        }
        vm.assertTrue(calledToken, "nothing was recorded");
    }

    /// @dev The same result for the same gas at any time, in any block, at any price of gas.
    function test_dependsOnNoClockAndNoBlock() public {
        uint256 snapshot = cheats.snapshotState();
        uint256 before = gasleft();
        bytes32 result = _validate();
        uint256 used = before - gasleft();
        cheats.revertToState(snapshot);
        cheats.warp(FIRST_TIME + 1000 days);
        cheats.roll(12_345_678);
        cheats.fee(77 gwei);
        cheats.txGasPrice(99 gwei);
        cheats.coinbase(address(0xC0));
        cheats.prevrandao(bytes32(uint256(7)));
        vm.deal(address(paymaster), 5 ether);
        before = gasleft();
        vm.assertEq(_validate(), result);
        // Accounts and slots are warm the second time.
        cheats.assertLe(before - gasleft(), used, "costs more at another time");
    }

    /// @dev STO-031 to STO-033: its own storage; slots that belong to the sender or to itself; else reading only.
    function test_onlyItsOwnAndAssociatedStorageIsWritten() public {
        cheats.startStateDiffRecording();
        _validate();
        Cheats.AccountAccess[] memory accesses = cheats.stopAndReturnStateDiff();
        uint256 written;
        for (uint256 i; i < accesses.length; ++i) {
            Cheats.StorageAccess[] memory slots = accesses[i].storageAccesses;
            for (uint256 j; j < slots.length; ++j) {
                if (!slots[j].isWrite || slots[j].account == address(paymaster)) continue;
                vm.assertEq(slots[j].account, address(tora));
                bool associated = slots[j].slot == _balanceSlot(operation.sender)
                    || slots[j].slot == _balanceSlot(address(paymaster));
                vm.assertTrue(associated, "an unassociated slot is written");
                ++written;
            }
        }
        vm.assertEq(written, 2);
    }

    /// @dev The price and its expiry are one slot of the paymaster's own; with the proxy's that is all it reads.
    function test_readsTwoSlotsOfItsOwn() public {
        cheats.startStateDiffRecording();
        _validate();
        Cheats.AccountAccess[] memory accesses = cheats.stopAndReturnStateDiff();
        uint256 own;
        for (uint256 i; i < accesses.length; ++i) {
            Cheats.StorageAccess[] memory slots = accesses[i].storageAccesses;
            for (uint256 j; j < slots.length; ++j) {
                if (slots[j].account == address(paymaster)) ++own;
            }
        }
        if (!_measuringCoverage()) vm.assertEq(own, 2);
    }

    function _validate() private returns (bytes32) {
        vm.prank(address(ENTRY_POINT));
        (bytes memory context, uint256 validationData) =
            paymaster.validatePaymasterUserOp(operation, bytes32(0), cost);
        return keccak256(abi.encode(context, validationData));
    }

    /// @dev keccak256(account . slot) of OpenZeppelin's namespaced ERC-20: the form that ERC-7562 associates.
    function _balanceSlot(address account) private pure returns (bytes32) {
        bytes32 erc20 = 0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00;
        return keccak256(abi.encode(account, erc20));
    }

    function _isCall(uint8 op) private pure returns (bool) {
        return op == 0xf1 || op == 0xf2 || op == 0xf4 || op == 0xfa;
    }

    /// @dev BALANCE, ORIGIN, GASPRICE, BLOCKHASH to BASEFEE but CHAINID, BLOBHASH, BLOBBASEFEE, CREATE, CREATE2,
    /// INVALID, SELFDESTRUCT.
    function _forbidden(uint8 op) private pure returns (bool) {
        if (op >= 0x40 && op <= 0x4a) return op != 0x46;
        return op == 0x31 || op == 0x32 || op == 0x3a || op == 0xf0 || op == 0xf5 || op == 0xfe || op == 0xff;
    }
}
