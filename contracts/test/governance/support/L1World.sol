// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {L1Executor} from "../../../src/governance/L1Executor.sol";
import {UpgradeManager} from "../../../src/governance/UpgradeManager.sol";
import {ICrossDomainMessenger, IL1Executor} from "../../../src/interfaces/governance/IL1Executor.sol";
import {ProtocolTest} from "./ProtocolTest.sol";

/// @notice What is called of the OP Stack's messenger.
interface IMessenger is ICrossDomainMessenger {
    function initialize(address superchainConfig, address portal, address systemConfig) external;
    function relayMessage(
        uint256 nonce,
        address sender,
        address target,
        uint256 value,
        uint256 minGasLimit,
        bytes calldata message
    ) external payable;
    function failedMessages(bytes32 hash) external view returns (bool);
    function successfulMessages(bytes32 hash) external view returns (bool);
}

/// @notice Stands for the OptimismPortal once a withdrawal is proven and final: it calls with the sender in `l2Sender`.
contract Portal {
    address public l2Sender;
    /// @dev Of the SuperchainConfig, which this stands for too.
    bool public constant paused = false;

    function finalize(address sender, address target, bytes calldata data) external payable {
        l2Sender = sender;
        (bool done,) = target.call{value: msg.value}(data);
        require(done, "not finalized");
        l2Sender = address(0xdead);
    }
}

/// @notice What decisions are about.
contract Vault {
    error NotOwner(address caller);
    error Locked(uint256 number);

    address public immutable owner;
    uint256 public number;
    bool public locked;

    constructor(address owner_) {
        owner = owner_;
    }

    function set(uint256 number_) external payable {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        if (locked) revert Locked(number_);
        number = number_;
    }

    function lock(bool locked_) external {
        locked = locked_;
    }

    function failSilently() external pure {
        assembly ("memory-safe") {
            revert(0, 0)
        }
    }
}

/// @notice L1 with the real L1CrossDomainMessenger, the executor, and what it owns.
abstract contract L1World is ProtocolTest {
    string private constant MESSENGER = "../node_modules/@eth-optimism/contracts-bedrock/forge-artifacts/"
        "L1CrossDomainMessenger.sol/L1CrossDomainMessenger.json";
    address internal constant L2_MESSENGER = 0x4200000000000000000000000000000000000007;
    /// @dev On the rollup.
    address internal constant TIMELOCK = address(0x71);
    address internal constant ALIAS =
        address(uint160(0x71) + uint160(0x1111000000000000000000000000000000001111));

    Portal internal portal;
    IMessenger internal messenger;
    UpgradeManager internal manager;
    L1Executor internal executor;
    Vault internal vault;
    uint256 private nonce;

    function setUp() public virtual {
        cheats.warp(START);
        portal = new Portal();
        messenger = IMessenger(
            _proxy(
                _create(cheats.getCode(MESSENGER)),
                abi.encodeCall(IMessenger.initialize, (address(portal), address(portal), address(portal)))
            )
        );
        manager = UpgradeManager(
            _proxy(address(new UpgradeManager()), abi.encodeCall(UpgradeManager.initialize, (address(this))))
        );
        executor = L1Executor(
            payable(_proxy(
                    address(new L1Executor(messenger, TIMELOCK)),
                    abi.encodeCall(L1Executor.initialize, (address(manager)))
                ))
        );
        manager.transferOwnership(address(executor));
        vault = new Vault(address(executor));
    }

    function _create(bytes memory code) private returns (address created) {
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
        }
        vm.assertTrue(created != address(0), "not created");
    }

    // -- decisions

    function _decision(address target, bytes memory data)
        internal
        pure
        returns (IL1Executor.Decision memory decision)
    {
        decision.calls = new IL1Executor.Call[](1);
        decision.calls[0] = IL1Executor.Call(target, 0, data);
        decision.validUntil = START + 30 days;
    }

    function _set(uint256 number) internal view returns (IL1Executor.Decision memory) {
        return _decision(address(vault), abi.encodeCall(vault.set, (number)));
    }

    function _call(IL1Executor.Decision memory decision) internal pure returns (bytes memory) {
        return abi.encodeCall(IL1Executor.execute, (decision));
    }

    /// @dev A messenger that says whatever it likes.
    function _says(address sender) internal {
        bytes memory question = abi.encodeCall(ICrossDomainMessenger.xDomainMessageSender, ());
        cheats.mockCall(address(messenger), question, abi.encode(sender));
    }

    // -- messages

    struct Message {
        uint256 nonce;
        address sender;
        uint256 value;
        bytes data;
    }

    /// @dev What an account of the rollup sent to the executor.
    function _message(address sender, uint256 value, IL1Executor.Decision memory decision)
        internal
        returns (Message memory)
    {
        return Message(uint256(1) << 240 | ++nonce, sender, value, _call(decision));
    }

    function _relayCall(Message memory m) internal view returns (bytes memory) {
        return abi.encodeCall(
            IMessenger.relayMessage, (m.nonce, m.sender, address(executor), m.value, 200_000, m.data)
        );
    }

    /// @dev The withdrawal that brings a message, with its coins.
    function _finalize(Message memory m) internal {
        vm.deal(address(this), m.value);
        portal.finalize{value: m.value}(L2_MESSENGER, address(messenger), _relayCall(m));
    }

    /// @dev Anyone tries again what failed.
    function _retry(Message memory m) internal {
        vm.prank(STRANGER);
        messenger.relayMessage(m.nonce, m.sender, address(executor), m.value, 200_000, m.data);
    }

    /// @dev The messenger names a message by the hash of the call that relays it.
    function _failed(Message memory m) internal view returns (bool) {
        return messenger.failedMessages(keccak256(_relayCall(m)));
    }

    function _succeeded(Message memory m) internal view returns (bool) {
        return messenger.successfulMessages(keccak256(_relayCall(m)));
    }
}
