// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IToraPaymaster} from "../../../src/interfaces/paymaster/IToraPaymaster.sol";
import {PaymasterWorld} from "./PaymasterWorld.sol";
import {Spender} from "./Spender.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";

/// @notice All that can happen to a paymaster in use, in any order, and the books that are kept of it.
contract PaymasterHandler is PaymasterWorld {
    uint256 public constant ACCOUNTS = 3;
    address public constant BYSTANDER = address(0xB1);
    uint256 public constant BYSTANDERS = 1e24;

    /// @notice TORA taken from accounts, and taken out by the withdrawer.
    uint256 public taken;
    uint256 public withdrawn;
    /// @notice What the operations cost, in TORA at the price in force at each, the fee not counted.
    uint256 public worth;
    /// @notice BNB that the EntryPoint took, that was added, and that was taken out.
    uint256 public spent;
    uint256 public added;
    uint256 public removed;
    /// @notice Operations that were settled, and those of which more was taken than the cap.
    uint256 public settled;
    uint256 public aboveCap;
    uint256 public atALoss;

    uint256 public initialDeposit;
    Spender private spender;
    uint256 private time;

    function setUp() public override {
        super.setUp();
        spender = new Spender();
        for (uint256 key = 1; key <= ACCOUNTS; ++key) {
            _account(key, 1e28);
        }
        tora.mint(BYSTANDER, BYSTANDERS);
        tora.mint(address(spender), 1e28);
        initialDeposit = paymaster.depositBalance();
        time = FIRST_TIME;
    }

    function world() external view returns (address, address, uint256) {
        return (address(paymaster), address(tora), paymaster.depositBalance());
    }

    /// @notice Two operations of different accounts in one bundle; refused as a whole where one is refused.
    function operate(uint256 who, uint256 gasPrice, uint256 action, uint256 postOp, uint256 headroom)
        external
    {
        gasPrice = bound(gasPrice, 0, 100 gwei);
        Limits memory limits = _limits();
        limits.postOp = bound(postOp, limits.postOp, 500_000);
        limits.call = bound(action >> 32, 0, 500_000);
        uint256 ahead = _ahead(limits, gasPrice);
        uint256 cap = ahead + bound(headroom, 0, 10) - 1;
        PackedUserOperation[] memory operations = new PackedUserOperation[](2);
        for (uint256 i; i < 2; ++i) {
            uint256 key = 1 + (who % ACCOUNTS + i) % ACCOUNTS;
            operations[i] = _operation(key, _action(action >> (8 * i), ahead), limits, gasPrice, cap);
        }
        (uint256 coin, uint256 held) = (paymaster.depositBalance(), tora.balanceOf(address(paymaster)));
        try ENTRY_POINT.handleOps(operations, BUNDLER) {
            uint256 cost = coin - paymaster.depositBalance();
            uint256 paid = tora.balanceOf(address(paymaster)) - held;
            uint256 fair = cost * paymaster.lastPrice().value;
            settled += 2;
            spent += cost;
            taken += paid;
            worth += fair / 1e18;
            if (paid > 2 * cap) ++aboveCap;
            if (paid * 1e18 < fair) ++atALoss;
        } catch {}
    }

    /// @notice Up to 12% from the last answer: some of it is too far.
    function movePrice(uint256 share) external {
        (, int256 last,,,) = feed.latestRoundData();
        uint256 answer = uint256(last) * bound(share, 88, 112) / 100;
        _post(int256(bound(answer, uint256(FEED_ANSWER) / 4, uint256(FEED_ANSWER) * 4)));
        try paymaster.updatePrice() {} catch {}
    }

    function confirmPrice() external {
        vm.prank(CONFIRMER);
        try paymaster.confirmPrice(0, type(uint256).max) {} catch {}
    }

    function passTime(uint256 duration) external {
        time += bound(duration, 1, 15 minutes);
        cheats.warp(time);
    }

    function setTerms(uint256 fee, uint256 maxAge, uint256 settlementGas) external {
        IToraPaymaster.Terms memory terms = _terms();
        terms.fee = uint16(bound(fee, 100, 1000));
        terms.maxAge = uint32(bound(maxAge, 30 minutes, 1 days));
        terms.settlementGas = uint24(bound(settlementGas, terms.settlementGas, 20_000));
        vm.prank(TIMELOCK);
        paymaster.setTerms(terms);
    }

    function pauseOrNot(uint256 seldom) external {
        vm.prank(GUARDIAN);
        if (seldom % 5 == 0) paymaster.pause();
        else paymaster.unpause();
    }

    function withdrawTora(uint256 amount) external {
        amount = bound(amount, 0, tora.balanceOf(address(paymaster)) / 2);
        withdrawn += amount;
        vm.prank(WITHDRAWER);
        paymaster.withdrawTora(DESTINATION, amount);
    }

    function withdrawDeposit(uint256 amount) external {
        amount = bound(amount, 0, paymaster.depositBalance() / 4);
        removed += amount;
        vm.prank(WITHDRAWER);
        paymaster.withdrawDeposit(payable(DESTINATION), amount);
    }

    function deposit(uint256 amount) external {
        amount = bound(amount, 0, 1 ether);
        added += amount;
        vm.deal(DEPOSITOR, amount);
        vm.prank(DEPOSITOR);
        paymaster.deposit{value: amount}();
    }

    function _action(uint256 action, uint256 ahead) private view returns (bytes memory) {
        action %= 6;
        if (action == 0) {
            return _call(address(tora), abi.encodeCall(tora.transfer, (address(spender), 1 ether)));
        }
        if (action == 1) return _call(address(spender), abi.encodeCall(spender.burn, ()));
        if (action == 2) return _call(address(spender), abi.encodeCall(spender.fail, (100)));
        if (action == 3) return _call(address(spender), abi.encodeCall(spender.give, (tora, ahead)));
        if (action == 4) return _call(address(paymaster), abi.encodeCall(paymaster.updatePrice, ()));
        return "";
    }
}
