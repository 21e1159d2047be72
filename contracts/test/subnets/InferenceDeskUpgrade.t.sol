// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IInferenceDesk} from "../../src/interfaces/subnets/IInferenceDesk.sol";
import {InferenceDesk} from "../../src/subnets/InferenceDesk.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice A desk is upgraded while requests are open. Before, it runs the very code that was deployed when what miners
/// signed over HTTP was an answer here too: former/InferenceDesk.json, as the compiler made it.
contract InferenceDeskUpgradeTest is SubnetTest {
    bytes32 private constant FORMER =
        keccak256("Inference(address subnet,bytes32 taskId,bytes32 resultHash,address miner)");

    bytes private task = '{"text":"bridge"}';
    bytes private result = "[0.1,0.2]";
    uint256 private answered;
    uint256 private open;
    bytes32 private domain;

    function setUp() public override {
        super.setUp();
        _addMiners(1);
        _toNextEpoch();
        desk.upgradeToAndCall(_former(), "");
        tora.mint(address(this), 100 ether);
        tora.approve(address(desk), type(uint256).max);
        domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Tensora Inference"),
                keccak256("1"),
                block.chainid,
                address(desk)
            )
        );
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
        desk.answer(open, _miner(0), result, _sign(open));
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
        bytes memory signature = _sign(answered);
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

    function _sign(uint256 id) private view returns (bytes memory) {
        return _signDigest(desk.digestOf(id, keccak256(result), _miner(0)));
    }

    function _signFormer(uint256 id) private view returns (bytes memory) {
        bytes32 inference =
            keccak256(abi.encode(FORMER, subnet, desk.taskIdOf(id), keccak256(result), _miner(0)));
        return _signDigest(keccak256(abi.encodePacked(hex"1901", domain, inference)));
    }

    function _signDigest(bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(1_000, digest);
        return abi.encodePacked(r, s, v);
    }
}
