// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IInferenceDesk} from "../../src/interfaces/subnets/IInferenceDesk.sol";
import {InferenceDesk} from "../../src/subnets/InferenceDesk.sol";
import {DeskTest} from "./support/DeskTest.sol";

/// @notice A desk is upgraded while requests are open. Before, it runs the very code that was deployed when what miners
/// signed over HTTP was an answer here too: former/InferenceDesk.json, as the compiler made it.
contract InferenceDeskUpgradeTest is DeskTest {
    bytes32 private constant FORMER =
        keccak256("Inference(address subnet,bytes32 taskId,bytes32 resultHash,address miner)");

    bytes private task = '{"text":"bridge"}';
    bytes private result = "[0.1,0.2]";
    uint256 private answered;
    uint256 private open;

    function setUp() public override {
        super.setUp();
        _addMiners(1);
        _toNextEpoch();
        desk.upgradeToAndCall(_former(), "");
        tora.mint(address(this), 100 ether);
        tora.approve(address(desk), type(uint256).max);
        answered = desk.requestInference(task, address(0), 1 ether, 0);
        desk.answer(answered, _miner(0), result, _signFormer(answered));
        open = desk.requestInference(task, _miner(0), 5 ether, 0);
    }

    function testTheFormerCodeTookWhatWasSignedOverHttp() public view {
        vm.assertTrue(desk.requestOf(answered).done, "not answered");
        vm.assertEq(tora.balanceOf(_miner(0)), 1 ether);
    }

    function testARequestThatIsOpenIsAnswered() public {
        bytes32 before = keccak256(abi.encode(desk.requestOf(open), desk.taskIdOf(open), desk.subnet()));
        _upgrade();
        vm.assertEq(keccak256(abi.encode(desk.requestOf(open), desk.taskIdOf(open), desk.subnet())), before);
        desk.answer(open, _miner(0), result, _sign(0, open, result));
        vm.assertEq(tora.balanceOf(_miner(0)), 6 ether);
        vm.assertEq(tora.balanceOf(address(desk)), 0);
    }

    function testARequestThatIsOpenIsRefunded() public {
        _upgrade();
        uint256 deadline = desk.requestOf(open).deadline;
        vm.assertEq(deadline, block.number + 150);
        cheats.roll(deadline + 1);
        desk.refund(open);
        vm.assertEq(tora.balanceOf(address(this)), 99 ether);
    }

    function testWhatWasSignedBeforeIsNoAnswerAnyMore() public {
        bytes memory signature = _signFormer(open);
        _upgrade();
        cheats.expectPartialRevert(IInferenceDesk.BadSignature.selector);
        desk.answer(open, _miner(0), result, signature);
    }

    function testRequestsGoOnWithTheNextNumberAndWhatIsDoneStaysDone() public {
        _upgrade();
        bytes memory signature = _sign(0, answered, result);
        cheats.expectRevert(abi.encodeWithSelector(IInferenceDesk.NotOpen.selector, answered));
        desk.answer(answered, _miner(0), result, signature);
        vm.assertEq(desk.requestInference(task, address(0), 1 ether, 0), open + 1);
    }

    function _upgrade() private {
        desk.upgradeToAndCall(address(new InferenceDesk()), "");
    }

    function _former() private returns (address code) {
        bytes memory creation = cheats.getCode("test/subnets/former/InferenceDesk.json");
        assembly ("memory-safe") {
            code := create(0, add(creation, 0x20), mload(creation))
        }
    }

    function _signFormer(uint256 id) private view returns (bytes memory) {
        bytes32 inference =
            keccak256(abi.encode(FORMER, subnet, desk.taskIdOf(id), keccak256(result), _miner(0)));
        return _signDigest(0, _inDomain(inference));
    }
}
