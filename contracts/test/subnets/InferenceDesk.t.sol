// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IInferenceConsumer} from "../../src/interfaces/subnets/IInferenceConsumer.sol";
import {IInferenceDesk} from "../../src/interfaces/subnets/IInferenceDesk.sol";
import {ExampleConsumer} from "../../src/subnets/ExampleConsumer.sol";
import {InferenceDesk} from "../../src/subnets/InferenceDesk.sol";
import {DeskTest} from "./support/DeskTest.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Contracts ask for inferences and get a signed answer or their TORA back.
contract InferenceDeskTest is DeskTest {
    string private constant DESK_ANSWER =
        "DeskAnswer(address subnet,bytes32 taskId,bytes32 taskHash,bytes32 resultHash,address miner)";
    string private constant HTTP_ANSWER =
        "HttpAnswer(address subnet,bytes32 taskId,bytes32 taskHash,bytes32 resultHash,address miner)";

    ExampleConsumer private consumer;
    bytes private task = '{"text":"bridge"}';
    bytes private result = "[0.1,0.2]";

    function setUp() public override {
        super.setUp();
        _addMiners(2);
        _toNextEpoch();
        consumer = new ExampleConsumer(desk, IERC20(tora));
        tora.mint(address(this), 100 ether);
        tora.approve(address(consumer), 100 ether);
        tora.approve(address(desk), type(uint256).max);
    }

    function testAContractGetsAVerifiedAnswer() public {
        uint256 id = consumer.ask(task, 5 ether);
        vm.assertEq(tora.balanceOf(address(desk)), 5 ether);
        desk.answer(id, _miner(0), result, _sign(0, id, result));
        vm.assertEq(string(consumer.results(id)), string(result));
        vm.assertEq(tora.balanceOf(_miner(0)), 5 ether);
        vm.assertTrue(desk.requestOf(id).done, "still open");
        vm.assertEq(desk.subnet(), address(subnet));
    }

    function testAnAnswerIsTakenOnce() public {
        uint256 id = consumer.ask(task, 5 ether);
        bytes memory signature = _sign(0, id, result);
        desk.answer(id, _miner(0), result, signature);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.NotOpen.selector, id));
        desk.answer(id, _miner(0), result, signature);
        cheats.roll(block.number + 1000);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.NotOpen.selector, id));
        desk.refund(id);
    }

    function testAForgedAnswerIsRefused() public {
        uint256 id = consumer.ask(task, 5 ether);
        bytes memory signature = _sign(0, id, result);
        cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
        desk.answer(id, _miner(0), "something else", signature);
        cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
        desk.answer(id, _miner(1), result, signature);
        // Signed for another request.
        uint256 other = consumer.ask(task, 5 ether);
        cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
        desk.answer(other, _miner(0), result, signature);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.NotAsked.selector, address(0xBAD)));
        desk.answer(id, address(0xBAD), result, signature);
    }

    function testOnlyTheMinerThatWasAskedAnswers() public {
        uint256 id = desk.requestInference(task, _miner(1), 1 ether, 0);
        bytes memory signature = _sign(0, id, result);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.NotAsked.selector, _miner(0)));
        desk.answer(id, _miner(0), result, signature);
        desk.answer(id, _miner(1), result, _sign(1, id, result));
        vm.assertEq(tora.balanceOf(_miner(1)), 1 ether);
    }

    function testTheDeadlineIsExact() public {
        uint256 id = consumer.ask(task, 5 ether);
        uint256 deadline = desk.requestOf(id).deadline;
        vm.assertEq(deadline, block.number + 150);
        cheats.roll(deadline);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.TooEarly.selector, id, deadline));
        desk.refund(id);
        cheats.roll(deadline + 1);
        bytes memory signature = _sign(0, id, result);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.TooLate.selector, id, deadline));
        desk.answer(id, _miner(0), result, signature);
        desk.refund(id);
        vm.assertEq(tora.balanceOf(address(consumer)), 5 ether);
    }

    function testAFailingRequesterDoesNotKeepTheRewardFromTheMiner() public {
        FailingConsumer failing = new FailingConsumer();
        tora.mint(address(failing), 1 ether);
        uint256 id = failing.ask(desk, IERC20(tora), task);
        desk.answer(id, _miner(0), result, _sign(0, id, result));
        vm.assertEq(tora.balanceOf(_miner(0)), 1 ether);
    }

    function testAReentrantRequesterGetsNothingTwice() public {
        ReentrantConsumer thief = new ReentrantConsumer();
        tora.mint(address(thief), 1 ether);
        uint256 id = thief.ask(desk, IERC20(tora), task);
        // A second request, to have something worth stealing.
        consumer.ask(task, 5 ether);
        desk.answer(id, _miner(0), result, _sign(0, id, result));
        vm.assertFalse(thief.entered(), "the desk let it in");
        vm.assertEq(tora.balanceOf(address(desk)), 5 ether);
    }

    function testALittleGasCannotMakeTheCallBackFail() public {
        uint256 id = consumer.ask(task, 5 ether);
        bytes memory signature = _sign(0, id, result);
        cheats.expectPartialRevert(IInferenceDesk.TooLittleGas.selector);
        desk.answer{gas: 250_000}(id, _miner(0), result, signature);
    }

    function testMistakesAreRefused() public {
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.BadTask.selector, 0));
        desk.requestInference("", address(0), 0, 0);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.BadTask.selector, 8_193));
        desk.requestInference(new bytes(8_193), address(0), 0, 0);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.TooMuchGas.selector, 500_001));
        desk.requestInference(task, address(0), 0, 500_001);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.NotOpen.selector, 99));
        desk.refund(99);
        vm.prank(GUARDIAN);
        subnet.pause();
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.SubnetPaused.selector));
        desk.requestInference(task, address(0), 0, 0);
        cheats.expectRevert(abi.encodeWithSelector(ExampleConsumer.NotDesk.selector, address(this)));
        consumer.onInference(1, address(0), "");
    }

    /// @dev Whatever id a stranger asks a miner under, over HTTP.
    function testAnAnswerOverHttpAnswersNoRequest() public {
        uint256 id = consumer.ask(task, 5 ether);
        bytes32[4] memory ids = [desk.taskIdOf(id), keccak256(task), bytes32(id), bytes32(0)];
        bytes32[2] memory tasks = [keccak256(task), keccak256("text of a stranger's choice")];
        for (uint256 i = 0; i < ids.length; ++i) {
            for (uint256 j = 0; j < tasks.length; ++j) {
                bytes32 digest = desk.httpDigestOf(ids[i], tasks[j], keccak256(result), _miner(0));
                bytes memory signature = _signDigest(0, digest);
                vm.assertTrue(
                    desk.isHttpAnswerOf(_miner(0), ids[i], tasks[j], keccak256(result), signature),
                    "not even over HTTP"
                );
                cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
                desk.answer(id, _miner(0), result, signature);
            }
        }
    }

    function testAnAnswerToARequestIsNoneOverHttp() public {
        uint256 id = consumer.ask(task, 5 ether);
        bytes memory signature = _sign(0, id, result);
        bool taken =
            desk.isHttpAnswerOf(_miner(0), desk.taskIdOf(id), keccak256(task), keccak256(result), signature);
        vm.assertFalse(taken, "taken for an answer over HTTP");
    }

    /// @dev By hand: the desk's own view knows no other task than the one that it has recorded.
    function testAnAnswerToAnotherTaskIsRefused() public {
        uint256 id = consumer.ask(task, 5 ether);
        bytes32 other = keccak256("another task");
        bytes memory signature =
            _signDigest(0, _byHand(DESK_ANSWER, desk.taskIdOf(id), other, keccak256(result)));
        cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
        desk.answer(id, _miner(0), result, signature);
        signature =
            _signDigest(0, _byHand(DESK_ANSWER, desk.taskIdOf(id), keccak256(task), keccak256(result)));
        desk.answer(id, _miner(0), result, signature);
    }

    function testAnAnswerIsForOneChainAndOneDesk() public {
        InferenceDesk first = desk;
        _use(_create("second"));
        _addMiner(_miner(0));
        _toNextEpoch();
        tora.approve(address(desk), 1 ether);
        uint256 id = desk.requestInference(task, address(0), 1 ether, 0);
        bytes memory signature = _sign(0, id, result);
        // The same request at another desk, and at this one on a fork of the chain.
        vm.assertEq(first.requestInference(task, address(0), 1 ether, 0), id);
        cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
        first.answer(id, _miner(0), result, signature);
        uint256 here = block.chainid;
        cheats.chainId(here + 1);
        cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
        desk.answer(id, _miner(0), result, signature);
        cheats.chainId(here);
        desk.answer(id, _miner(0), result, signature);
    }

    function testSignaturesOverHttp() public {
        (bytes32 taskId, bytes32 taskHash, bytes32 hash) =
            (keccak256("task 7"), keccak256(task), keccak256(result));
        address miner = _miner(0);
        bytes memory signature = _signDigest(0, desk.httpDigestOf(taskId, taskHash, hash, miner));
        vm.assertTrue(desk.isHttpAnswerOf(miner, taskId, taskHash, hash, signature), "refused");
        vm.assertFalse(desk.isHttpAnswerOf(_miner(1), taskId, taskHash, hash, signature), "another miner");
        vm.assertFalse(desk.isHttpAnswerOf(miner, 0, taskHash, hash, signature), "another id");
        vm.assertFalse(desk.isHttpAnswerOf(miner, taskId, 0, hash, signature), "another task");
        vm.assertFalse(desk.isHttpAnswerOf(miner, taskId, taskHash, 0, signature), "another result");
        vm.prank(miner);
        miners.leave();
        vm.assertFalse(desk.isHttpAnswerOf(miner, taskId, taskHash, hash, signature), "it left");
    }

    /// @dev The digests by hand, as a program in another language makes them.
    function testTheDigestsAreThoseOfEip712() public {
        uint256 id = consumer.ask(task, 5 ether);
        vm.assertEq(
            desk.digestOf(id, keccak256(result), _miner(0)),
            _byHand(DESK_ANSWER, desk.taskIdOf(id), keccak256(task), keccak256(result))
        );
        vm.assertEq(
            desk.httpDigestOf("id", keccak256(task), keccak256(result), _miner(0)),
            _byHand(HTTP_ANSWER, "id", keccak256(task), keccak256(result))
        );
    }

    function _byHand(string memory kind, bytes32 taskId, bytes32 taskHash, bytes32 resultHash)
        private
        view
        returns (bytes32)
    {
        bytes32 answer = keccak256(
            abi.encode(keccak256(bytes(kind)), address(subnet), taskId, taskHash, resultHash, _miner(0))
        );
        return _inDomain(answer);
    }
}

/// @notice Asks and then takes no answer.
contract FailingConsumer is IInferenceConsumer {
    error NotToday();

    function ask(IInferenceDesk desk, IERC20 tora, bytes calldata task) external returns (uint256) {
        tora.approve(address(desk), 1 ether);
        return desk.requestInference(task, address(0), 1 ether, 100_000);
    }

    function onInference(uint256, address, bytes calldata) external pure {
        revert NotToday();
    }
}

/// @notice Tries to have its request refunded while it is being answered.
contract ReentrantConsumer is IInferenceConsumer {
    bool public entered;
    IInferenceDesk private desk;

    function ask(IInferenceDesk desk_, IERC20 tora, bytes calldata task) external returns (uint256) {
        desk = desk_;
        tora.approve(address(desk_), 1 ether);
        return desk_.requestInference(task, address(0), 1 ether, 300_000);
    }

    function onInference(uint256 requestId, address, bytes calldata) external {
        try desk.refund(requestId) {
            entered = true;
        } catch {}
        try desk.requestInference("x", address(0), 0, 0) {
            entered = true;
        } catch {}
    }
}
