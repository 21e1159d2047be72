// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IToraPaymaster} from "../../src/interfaces/paymaster/IToraPaymaster.sol";
import {PaymasterWorld} from "./support/PaymasterWorld.sol";
import {Spender} from "./support/Spender.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";

/// @notice Never at a loss, and never above the cap: over gas prices, limits, penalties, prices, and what an operation
/// does in between. The fee is the least one and does not count: what is paid alone is worth the cost.
/// forge-config: default.isolate = true
contract PaymasterFuzzTest is PaymasterWorld {
    struct Case {
        uint256 price;
        uint256 maxFee;
        uint256 maxPriority;
        uint256 baseFee;
        uint256 call;
        uint256 postOp;
        uint256 preVerification;
        uint256 slack;
        uint256 action;
        uint256 size;
        uint256 balance;
    }

    Spender private spender;

    function setUp() public override {
        super.setUp();
        spender = new Spender();
        tora.mint(address(spender), 1e30);
    }

    function _terms() internal view override returns (IToraPaymaster.Terms memory terms) {
        terms = super._terms();
        (terms.fee, terms.minPrice, terms.maxPrice) = (100, 1, 5e28);
        terms.maxOperationCost = type(uint64).max;
    }

    function test_neverAtALossAndNeverAboveTheCap(Case memory c) public {
        _setPrice(bound(c.price, 1e18, 5e28));
        cheats.fee(bound(c.baseFee, 0, 200 gwei));
        (uint256 cost, uint256 paid, uint256 ahead) = _run(c, 1);
        _assertNoLoss(cost, paid);
        cheats.assertLe(paid, ahead, "above the cap");
    }

    /// @dev A bundle with a failing, a moving and a hoarding operation: each pays for itself.
    function test_neverAtALossInABundle(Case[4] memory cases) public {
        PackedUserOperation[] memory operations = new PackedUserOperation[](4);
        uint256 caps;
        cheats.fee(bound(cases[0].baseFee, 0, 200 gwei));
        for (uint256 i; i < 4; ++i) {
            uint256 ahead;
            (operations[i], ahead) = _prepare(cases[i], i + 1);
            caps += ahead;
        }
        (uint256 cost, uint256 paid) = _settle(operations);
        _assertNoLoss(cost, paid);
        cheats.assertLe(paid, caps, "above the caps");
    }

    /// @dev The feed moves in the bundle: everyone is charged at the price that was validated, which stays in force.
    function test_aPriceThatMovesBetweenValidationAndSettlement(Case memory c, uint256 moved) public {
        _account(9, 1e28);
        address feeder = factory.getAddress(cheats.addr(9), 0);
        vm.prank(TIMELOCK);
        feed.setFeeder(feeder);
        cheats.fee(0);
        PackedUserOperation[] memory operations = new PackedUserOperation[](3);
        int256 answer = int256(bound(moved, uint256(FEED_ANSWER) / 2, uint256(FEED_ANSWER) * 2));
        operations[0] = _operation(
            9, _call(address(feed), abi.encodeCall(feed.post, (answer))), _limits(), 1 gwei, type(uint256).max
        );
        _account(8, 1e28);
        operations[1] = _operation(
            8,
            _call(address(paymaster), abi.encodeCall(paymaster.updatePrice, ())),
            _limits(),
            1 gwei,
            type(uint256).max
        );
        (operations[2],) = _prepare(c, 1);
        bytes32 quote = keccak256(abi.encode(paymaster.quote()));
        (uint256 cost, uint256 paid) = _settle(operations);
        vm.assertEq(keccak256(abi.encode(paymaster.quote())), quote);
        _assertNoLoss(cost, paid);
    }

    function _run(Case memory c, uint256 key) private returns (uint256 cost, uint256 paid, uint256 ahead) {
        PackedUserOperation memory operation;
        (operation, ahead) = _prepare(c, key);
        (cost, paid) = _settle(operation);
    }

    /// @dev An operation with limits that pass validation and a cap that is exact.
    function _prepare(Case memory c, uint256 key)
        private
        returns (PackedUserOperation memory operation, uint256 ahead)
    {
        uint256 size = bound(c.size, 0, 20_000);
        Limits memory limits = _limits();
        limits.verification += size * 12 + bound(c.slack, 0, 500_000);
        limits.paymasterVerification += size * 4 + bound(c.slack >> 64, 0, 500_000);
        limits.call = bound(c.call, 0, 3_000_000);
        limits.postOp = bound(c.postOp, _terms().settlementGas, 3_000_000);
        limits.preVerification = bound(c.preVerification, 0, 1_000_000);
        uint256 maxFee = bound(c.maxFee, 0, 1000 gwei);
        ahead = _ahead(limits, maxFee);
        uint256 balance = ahead + bound(c.balance, 0, 1e24);
        address account = _account(key, balance);
        operation = _operation(key, _action(c.action, size, account, ahead), limits, maxFee, ahead);
        operation.gasFees = bytes32(bound(c.maxPriority, 0, maxFee) << 128 | maxFee);
        _sign(operation, key);
    }

    function _action(uint256 action, uint256 size, address account, uint256 ahead)
        private
        view
        returns (bytes memory)
    {
        action %= 8;
        if (action == 0) return "";
        if (action == 1) return _call(DESTINATION, new bytes(size));
        if (action == 2) return _call(address(spender), abi.encodeCall(spender.burn, ()));
        if (action == 3) return _call(address(spender), abi.encodeCall(spender.fail, (size % 4096)));
        if (action == 4) {
            uint256 rest = tora.balanceOf(account) - ahead;
            return _call(address(tora), abi.encodeCall(tora.transfer, (DESTINATION, rest)));
        }
        if (action == 5) return _call(address(spender), abi.encodeCall(spender.give, (tora, size)));
        // Back to the very balance before the bundle: the dearest refund.
        if (action == 6) return _call(address(spender), abi.encodeCall(spender.give, (tora, ahead)));
        return _call(address(spender), abi.encodeCall(spender.use, (size * 40)));
    }

    function _setPrice(uint256 price) private {
        // BNB for one TORA, rounded; what the source makes of it is the price in force.
        _post(int256(1e36 / price));
        vm.prank(CONFIRMER);
        paymaster.confirmPrice(1, 5e28);
    }
}
