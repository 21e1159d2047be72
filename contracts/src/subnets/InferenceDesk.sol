// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {UpgradeManaged} from "../governance/UpgradeManaged.sol";
import {IInferenceConsumer} from "../interfaces/subnets/IInferenceConsumer.sol";
import {IInferenceDesk} from "../interfaces/subnets/IInferenceDesk.sol";
import {IMinerRegistry} from "../interfaces/subnets/IMinerRegistry.sol";
import {ISubnetClock} from "../interfaces/subnets/ISubnetClock.sol";
import {PausableUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/PausableUpgradeable.sol";
import {
    EIP712Upgradeable
} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title InferenceDesk
/// @notice Inferences for contracts, see IInferenceDesk.
/// @dev A requester that fails to take its answer cannot keep the miner from its reward, and a caller cannot make the call
/// back fail by leaving it little gas.
contract InferenceDesk is IInferenceDesk, UpgradeManaged, EIP712Upgradeable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @custom:storage-location erc7201:tensora.storage.InferenceDesk
    struct InferenceDeskData {
        address subnet;
        address minerRegistry;
        IERC20 tora;
        uint256 count;
        mapping(uint256 requestId => Request) requests;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.InferenceDesk")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant INFERENCE_DESK_STORAGE =
        0xa011084f875af210aeec6ae2f08efb50e2f972a81e5127061218fae8864ff200;

    // Two types, so that what a miner signs for whoever asks over HTTP is never an answer to a request here.
    bytes32 private constant DESK_ANSWER = keccak256(
        "DeskAnswer(address subnet,bytes32 taskId,bytes32 taskHash,bytes32 resultHash,address miner)"
    );
    bytes32 private constant HTTP_ANSWER = keccak256(
        "HttpAnswer(address subnet,bytes32 taskId,bytes32 taskHash,bytes32 resultHash,address miner)"
    );
    uint256 private constant MAX_TASK = 8_192;
    uint256 private constant MAX_CALLBACK_GAS = 500_000;

    /// @dev What the desk itself spends around a call back, at most.
    uint256 private constant CALLBACK_OVERHEAD = 20_000;

    /// @notice Sets the desk up.
    /// @param subnet_ the subnet that it belongs to
    /// @param minerRegistry of that subnet
    /// @param tora the token of rewards
    /// @param upgradeManager_ the UpgradeManager
    function initialize(address subnet_, address minerRegistry, IERC20 tora, address upgradeManager_)
        external
        initializer
    {
        __UpgradeManaged_init(upgradeManager_);
        __EIP712_init("Tensora Inference", "1");
        InferenceDeskData storage $ = _data();
        ($.subnet, $.minerRegistry, $.tora) = (subnet_, minerRegistry, tora);
    }

    /// @inheritdoc IInferenceDesk
    function requestInference(bytes calldata task, address miner, uint96 reward, uint32 callbackGas)
        external
        nonReentrant
        returns (uint256 requestId)
    {
        InferenceDeskData storage $ = _data();
        if (PausableUpgradeable($.subnet).paused()) revert SubnetPaused();
        if (task.length == 0 || task.length > MAX_TASK) revert BadTask(task.length);
        if (callbackGas > MAX_CALLBACK_GAS) revert TooMuchGas(callbackGas);
        requestId = ++$.count;
        uint256 deadline = block.number + _timeout();
        $.requests[requestId] = Request({
            requester: msg.sender,
            callbackGas: callbackGas,
            deadline: uint56(deadline),
            done: false,
            miner: miner,
            reward: reward,
            taskHash: keccak256(task)
        });
        if (reward != 0) $.tora.safeTransferFrom(msg.sender, address(this), reward);
        emit InferenceRequested(requestId, msg.sender, miner, taskIdOf(requestId), task, reward, deadline);
    }

    /// @inheritdoc IInferenceDesk
    function answer(uint256 requestId, address miner, bytes calldata result, bytes calldata signature)
        external
        nonReentrant
    {
        Request memory request = _open(requestId);
        if (block.number > request.deadline) revert TooLate(requestId, request.deadline);
        if (request.miner != address(0) && request.miner != miner) revert NotAsked(miner);
        if (!_takesPart(miner)) revert NotAsked(miner);
        bytes32 digest = digestOf(requestId, keccak256(result), miner);
        if (!_signed(miner, digest, signature)) revert BadSignature(miner, digest);
        _data().requests[requestId].done = true;
        if (request.reward != 0) _data().tora.safeTransfer(miner, request.reward);
        bool delivered = _deliver(request, requestId, miner, result);
        emit InferenceAnswered(requestId, miner, result, delivered);
    }

    /// @inheritdoc IInferenceDesk
    function refund(uint256 requestId) external nonReentrant {
        Request memory request = _open(requestId);
        if (block.number <= request.deadline) revert TooEarly(requestId, request.deadline);
        _data().requests[requestId].done = true;
        if (request.reward != 0) _data().tora.safeTransfer(request.requester, request.reward);
        emit InferenceRefunded(requestId, request.requester, request.reward);
    }

    /// @inheritdoc IInferenceDesk
    function isHttpAnswerOf(
        address miner,
        bytes32 taskId,
        bytes32 taskHash,
        bytes32 resultHash,
        bytes calldata signature
    ) external view returns (bool) {
        return _takesPart(miner)
            && _signed(miner, httpDigestOf(taskId, taskHash, resultHash, miner), signature);
    }

    /// @inheritdoc IInferenceDesk
    function requestOf(uint256 requestId) external view returns (Request memory) {
        return _data().requests[requestId];
    }

    /// @inheritdoc IInferenceDesk
    function subnet() external view returns (address) {
        return _data().subnet;
    }

    /// @inheritdoc IInferenceDesk
    function digestOf(uint256 requestId, bytes32 resultHash, address miner) public view returns (bytes32) {
        bytes32 taskHash = _data().requests[requestId].taskHash;
        return _digestOf(DESK_ANSWER, taskIdOf(requestId), taskHash, resultHash, miner);
    }

    /// @inheritdoc IInferenceDesk
    function httpDigestOf(bytes32 taskId, bytes32 taskHash, bytes32 resultHash, address miner)
        public
        view
        returns (bytes32)
    {
        return _digestOf(HTTP_ANSWER, taskId, taskHash, resultHash, miner);
    }

    /// @inheritdoc IInferenceDesk
    function taskIdOf(uint256 requestId) public view returns (bytes32) {
        return
            keccak256(
                abi.encode(block.chainid, address(this), requestId, _data().requests[requestId].taskHash)
            );
    }

    function _open(uint256 requestId) private view returns (Request memory request) {
        request = _data().requests[requestId];
        if (request.requester == address(0) || request.done) revert NotOpen(requestId);
    }

    function _timeout() private view returns (uint256) {
        ISubnetClock clock = ISubnetClock(_data().subnet);
        return clock.hyperparametersOf(clock.currentEpoch()).taskTimeout;
    }

    function _takesPart(address miner) private view returns (bool found) {
        (found,) =
            IMinerRegistry(_data().minerRegistry).uidOf(miner, ISubnetClock(_data().subnet).currentEpoch());
    }

    function _digestOf(bytes32 kind, bytes32 taskId, bytes32 taskHash, bytes32 resultHash, address miner)
        private
        view
        returns (bytes32)
    {
        return
            _hashTypedDataV4(keccak256(abi.encode(kind, _data().subnet, taskId, taskHash, resultHash, miner)));
    }

    function _signed(address miner, bytes32 digest, bytes calldata signature) private view returns (bool) {
        address signer = IMinerRegistry(_data().minerRegistry).minerOf(miner).signer;
        if (signer == address(0)) return false;
        return SignatureChecker.isValidSignatureNow(signer, digest, signature);
    }

    /// @dev Calls the requester back; what it does there is its own affair, and what it returns is not read.
    function _deliver(Request memory request, uint256 requestId, address miner, bytes calldata result)
        private
        returns (bool delivered)
    {
        if (request.callbackGas == 0) return true;
        bytes memory message = abi.encodeCall(IInferenceConsumer.onInference, (requestId, miner, result));
        // A call passes 63/64 of the gas on: what is left has to cover the call back all the same.
        uint256 needed = uint256(request.callbackGas) * 64 / 63 + CALLBACK_OVERHEAD;
        if (gasleft() < needed) revert TooLittleGas(gasleft(), needed);
        address requester = request.requester;
        uint256 callbackGas = request.callbackGas;
        assembly ("memory-safe") {
            delivered := call(callbackGas, requester, 0, add(message, 0x20), mload(message), 0, 0)
        }
    }

    function _data() private pure returns (InferenceDeskData storage $) {
        assembly ("memory-safe") {
            $.slot := INFERENCE_DESK_STORAGE
        }
    }
}
