// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IInferenceDesk
/// @notice Where contracts ask a subnet for inferences: they pay a miner in TORA for an answer with its signature, or get
/// their TORA back after the time-out.
interface IInferenceDesk {
    /// @notice An inference asked for.
    /// @param requester who asked, pays, and is called back
    /// @param callbackGas for the call back, at most
    /// @param deadline last block for an answer
    /// @param done whether it was answered or refunded
    /// @param miner who has to answer, or zero for any
    /// @param reward wei of TORA
    /// @param taskHash keccak256 of the task
    struct Request {
        address requester;
        uint32 callbackGas;
        uint56 deadline;
        bool done;
        address miner;
        uint96 reward;
        bytes32 taskHash;
    }

    /// @notice An inference was asked for.
    /// @param task in whatever form the subnet's miners understand
    event InferenceRequested(
        uint256 indexed requestId,
        address indexed requester,
        address indexed miner,
        bytes32 taskId,
        bytes task,
        uint256 reward,
        uint256 deadline
    );

    /// @notice A miner answered.
    /// @param delivered whether the requester took the answer without failing
    event InferenceAnswered(uint256 indexed requestId, address indexed miner, bytes result, bool delivered);

    /// @notice Nobody answered in time; the reward went back.
    event InferenceRefunded(uint256 indexed requestId, address indexed requester, uint256 reward);

    /// @notice There is no open request of that number.
    error NotOpen(uint256 requestId);

    /// @notice The deadline has passed.
    error TooLate(uint256 requestId, uint256 deadline);

    /// @notice The deadline has not passed.
    error TooEarly(uint256 requestId, uint256 deadline);

    /// @notice The account has no part in this epoch, or another miner was asked.
    error NotAsked(address miner);

    /// @notice The signature is not that miner's for this answer.
    error BadSignature(address miner, bytes32 digest);

    /// @notice A task is 1 to 8,192 bytes.
    error BadTask(uint256 length);

    /// @notice A call back gets at most 500,000 gas.
    error TooMuchGas(uint32 callbackGas);

    /// @notice The caller left too little gas for the call back.
    error TooLittleGas(uint256 left, uint256 needed);

    /// @notice The subnet is paused.
    error SubnetPaused();

    /// @notice Asks for an inference. Takes the reward from the caller, which has to allow it.
    /// @param task in whatever form the subnet's miners understand
    /// @param miner who has to answer, or zero for any
    /// @param reward wei of TORA
    /// @param callbackGas for IInferenceConsumer.onInference, or 0 for no call back
    /// @return requestId its number
    function requestInference(bytes calldata task, address miner, uint96 reward, uint32 callbackGas)
        external
        returns (uint256 requestId);

    /// @notice Delivers a miner's answer. Anyone may; the reward is the miner's.
    /// @param miner account of the miner
    /// @param result the answer
    /// @param signature of the miner's signer over `digestOf`
    function answer(uint256 requestId, address miner, bytes calldata result, bytes calldata signature)
        external;

    /// @notice Gives the reward back after the deadline. Anyone may.
    function refund(uint256 requestId) external;

    /// @notice Whether a signature is that of a miner of this epoch for an answer that it gave over HTTP. Such a signature
    /// answers no request here.
    /// @param miner account of the miner
    /// @param taskId what the answer was asked under: whoever asked has chosen it, and it proves nothing
    /// @param taskHash keccak256 of the task
    /// @param resultHash keccak256 of the answer
    /// @param signature of the miner's signer over `httpDigestOf`
    function isHttpAnswerOf(
        address miner,
        bytes32 taskId,
        bytes32 taskHash,
        bytes32 resultHash,
        bytes calldata signature
    ) external view returns (bool);

    /// @notice What a miner signs to answer a request here, by EIP-712:
    /// `DeskAnswer(address subnet,bytes32 taskId,bytes32 taskHash,bytes32 resultHash,address miner)` in the domain
    /// ("Tensora Inference", "1", chain, this contract). Id and hash of the task are those that were recorded.
    /// @param resultHash keccak256 of the answer
    /// @param miner account of the miner
    function digestOf(uint256 requestId, bytes32 resultHash, address miner) external view returns (bytes32);

    /// @notice What a miner signs for whoever asks over HTTP, by EIP-712:
    /// `HttpAnswer(address subnet,bytes32 taskId,bytes32 taskHash,bytes32 resultHash,address miner)` in the same domain.
    /// @param taskId any number, chosen by whoever asks
    /// @param taskHash keccak256 of the task
    /// @param resultHash keccak256 of the answer
    /// @param miner account of the miner
    function httpDigestOf(bytes32 taskId, bytes32 taskHash, bytes32 resultHash, address miner)
        external
        view
        returns (bytes32);

    /// @notice The task id of a request: it binds chain, desk, request and task.
    function taskIdOf(uint256 requestId) external view returns (bytes32);

    /// @notice A request.
    function requestOf(uint256 requestId) external view returns (Request memory);

    /// @notice The subnet that this desk belongs to.
    function subnet() external view returns (address);
}
