// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IAggregatorV3} from "../../../src/interfaces/paymaster/IAggregatorV3.sol";
import {IPriceSource} from "../../../src/interfaces/paymaster/IPriceSource.sol";
import {IToraPaymaster} from "../../../src/interfaces/paymaster/IToraPaymaster.sol";
import {ChainlinkPriceSource} from "../../../src/paymaster/ChainlinkPriceSource.sol";
import {PostedAggregator} from "../../../src/paymaster/PostedAggregator.sol";
import {ToraPaymaster} from "../../../src/paymaster/ToraPaymaster.sol";
import {ToraToken} from "../../../src/token/ToraToken.sol";
import {Test} from "../../support/Test.sol";
import {Cheats} from "./Cheats.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/// @notice What is called of eth-infinitism's SimpleAccountFactory and SimpleAccount.
interface IAccounts {
    function createAccount(address owner, uint256 salt) external returns (address);
    function getAddress(address owner, uint256 salt) external view returns (address);
    function execute(address target, uint256 value, bytes calldata data) external;
}

/// @notice A chain with the real EntryPoint 0.8 at its address, real accounts, TORA, and the paymaster behind its
/// proxy, priced by a posted feed.
abstract contract PaymasterWorld is Test {
    struct Limits {
        uint256 verification;
        uint256 call;
        uint256 paymasterVerification;
        uint256 postOp;
        uint256 preVerification;
    }

    Cheats internal constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));
    string internal constant ARTIFACTS = "../node_modules/@account-abstraction/contracts/artifacts/";
    address internal constant CREATE2_DEPLOYER = 0x4e59b44847b379578588920cA78FbF26c0B4956C;
    bytes32 internal constant ENTRY_POINT_SALT =
        0x0a59dbff790c23c976a548690c27297883cc66b4c67024f9117b0238995e35e9;
    IEntryPoint internal constant ENTRY_POINT = IEntryPoint(0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108);

    address internal constant TIMELOCK = address(0x71);
    address internal constant UPGRADER = address(0x72);
    address internal constant GUARDIAN = address(0x73);
    address internal constant DEPOSITOR = address(0x74);
    address internal constant WITHDRAWER = address(0x75);
    address internal constant CONFIRMER = address(0x76);
    address internal constant FEEDER = address(0x77);
    address payable internal constant BUNDLER = payable(address(0xB0));
    address internal constant DESTINATION = address(0xD0);
    uint256 internal constant FIRST_TIME = 1_700_000_000;

    /// @dev BNB for one TORA, 18 decimals: 20 million TORA for one BNB.
    int256 internal constant FEED_ANSWER = 5e10;
    uint256 internal constant PRICE = 2e25;

    IAccounts internal factory;
    ToraToken internal tora;
    ToraPaymaster internal paymaster;
    PostedAggregator internal feed;
    ChainlinkPriceSource internal source;

    function setUp() public virtual {
        cheats.warp(FIRST_TIME);
        _deployEntryPoint();
        factory =
            IAccounts(_create(abi.encodePacked(_artifact("SimpleAccountFactory"), abi.encode(ENTRY_POINT))));
        tora = ToraToken(
            _proxy(
                address(new ToraToken(address(this), address(1), 18)),
                abi.encodeCall(ToraToken.initialize, (TIMELOCK, UPGRADER, GUARDIAN))
            )
        );
        feed = PostedAggregator(
            _proxy(
                address(new PostedAggregator()),
                abi.encodeCall(PostedAggregator.initialize, (TIMELOCK, UPGRADER, FEEDER, 18, "TORA / BNB"))
            )
        );
        ChainlinkPriceSource.Feed memory none;
        source = new ChainlinkPriceSource(
            tora, ChainlinkPriceSource.Feed(feed, 1 days, 18), none, IAggregatorV3(address(0)), 0
        );
        paymaster = _deployPaymaster(source, _terms());
        vm.prank(TIMELOCK);
        tora.setPaymaster(address(paymaster));
        _post(FEED_ANSWER);
        paymaster.updatePrice();
        vm.deal(address(this), 1_000 ether);
        ENTRY_POINT.depositTo{value: 100 ether}(address(paymaster));
        vm.deal(DEPOSITOR, 1 ether);
        vm.prank(DEPOSITOR);
        paymaster.addStake{value: 1 ether}(1 days);
        // As on a chain in use: nobody pays for the paymaster's first balance.
        tora.mint(address(paymaster), 1);
    }

    /// @dev Code that coverage is measured with is not optimised, so its settlement takes more gas.
    function _measuringCoverage() internal view returns (bool) {
        return cheats.isContext(2);
    }

    function _terms() internal view virtual returns (IToraPaymaster.Terms memory) {
        return IToraPaymaster.Terms({
            fee: 200,
            maxDeviation: 1000,
            maxAge: 1 hours,
            settlementGas: _measuringCoverage() ? 30_000 : 9_000,
            maxOperationCost: 1 ether,
            minPrice: 1e24,
            maxPrice: 1e27
        });
    }

    function _deployPaymaster(IPriceSource from, IToraPaymaster.Terms memory terms)
        internal
        returns (ToraPaymaster)
    {
        IToraPaymaster.Holders memory holders =
            IToraPaymaster.Holders(TIMELOCK, UPGRADER, GUARDIAN, DEPOSITOR, WITHDRAWER, CONFIRMER);
        return ToraPaymaster(
            _proxy(
                address(new ToraPaymaster(ENTRY_POINT, tora)),
                abi.encodeCall(ToraPaymaster.initialize, (holders, from, terms))
            )
        );
    }

    function _post(int256 answer) internal {
        vm.prank(FEEDER);
        feed.post(answer);
    }

    /// @dev An account that stands already, with TORA.
    function _account(uint256 key, uint256 balance) internal returns (address account) {
        vm.prank(address(ENTRY_POINT.senderCreator()));
        account = factory.createAccount(cheats.addr(key), 0);
        if (balance > 0) tora.mint(account, balance);
    }

    function _limits() internal view returns (Limits memory) {
        return Limits({
            verification: 60_000,
            call: 60_000,
            paymasterVerification: 80_000,
            postOp: _measuringCoverage() ? 35_000 : 20_000,
            preVerification: 40_000
        });
    }

    /// @dev A signed operation that sends 1 TORA, at a gas price of 1 gwei.
    function _operation(uint256 key) internal view returns (PackedUserOperation memory) {
        bytes memory call = _call(address(tora), abi.encodeCall(tora.transfer, (DESTINATION, 1 ether)));
        return _operation(key, call, _limits(), 1 gwei, type(uint256).max);
    }

    function _operation(uint256 key, bytes memory call, Limits memory limits, uint256 gasPrice, uint256 cap)
        internal
        view
        returns (PackedUserOperation memory operation)
    {
        operation.sender = factory.getAddress(cheats.addr(key), 0);
        operation.nonce = ENTRY_POINT.getNonce(operation.sender, 0);
        operation.callData = call;
        operation.accountGasLimits = bytes32(limits.verification << 128 | limits.call);
        operation.preVerificationGas = limits.preVerification;
        operation.gasFees = bytes32(gasPrice << 128 | gasPrice);
        operation.paymasterAndData = abi.encodePacked(
            address(paymaster), uint128(limits.paymasterVerification), uint128(limits.postOp), cap
        );
        _sign(operation, key);
    }

    function _sign(PackedUserOperation memory operation, uint256 key) internal view {
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(key, ENTRY_POINT.getUserOpHash(operation));
        operation.signature = abi.encodePacked(r, s, v);
    }

    function _call(address target, bytes memory data) internal pure returns (bytes memory) {
        return abi.encodeCall(IAccounts.execute, (target, 0, data));
    }

    function _maxCost(Limits memory l, uint256 gasPrice) internal pure returns (uint128) {
        return uint128(
            (l.verification + l.call + l.paymasterVerification + l.postOp + l.preVerification) * gasPrice
        );
    }

    /// @dev The TORA that is taken ahead for an operation with these limits.
    function _ahead(Limits memory l, uint256 gasPrice) internal view returns (uint256) {
        return paymaster.toraAhead(_maxCost(l, gasPrice), uint128(l.postOp), uint128(gasPrice));
    }

    function _bundle(PackedUserOperation memory operation)
        internal
        pure
        returns (PackedUserOperation[] memory operations)
    {
        operations = new PackedUserOperation[](1);
        operations[0] = operation;
    }

    function _handle(PackedUserOperation memory operation) internal {
        ENTRY_POINT.handleOps(_bundle(operation), BUNDLER);
    }

    /// @dev Handles a bundle.
    /// @return cost what the EntryPoint took from the deposit, wei
    /// @return paid what the paymaster took from accounts, TORA
    function _settle(PackedUserOperation[] memory operations) internal returns (uint256 cost, uint256 paid) {
        (uint256 coin, uint256 held) = (paymaster.depositBalance(), tora.balanceOf(address(paymaster)));
        ENTRY_POINT.handleOps(operations, BUNDLER);
        return (coin - paymaster.depositBalance(), tora.balanceOf(address(paymaster)) - held);
    }

    function _settle(PackedUserOperation memory operation) internal returns (uint256 cost, uint256 paid) {
        return _settle(_bundle(operation));
    }

    /// @dev What was paid is worth what it cost at the price in force, the fee not counted.
    function _assertNoLoss(uint256 cost, uint256 paid) internal view {
        cheats.assertGe(paid * 1e18, cost * paymaster.lastPrice().value, "at a loss");
    }

    /// @dev The EntryPoint refuses the bundle for what the paymaster said.
    function _expectRefusal(bytes memory reason) internal {
        cheats.expectRevert(
            abi.encodeWithSelector(IEntryPoint.FailedOpWithRevert.selector, 0, "AA33 reverted", reason)
        );
    }

    function _expectFailedOp(string memory reason) internal {
        cheats.expectRevert(abi.encodeWithSelector(IEntryPoint.FailedOp.selector, 0, reason));
    }

    function _proxy(address implementation, bytes memory data) internal returns (address) {
        return address(new ERC1967Proxy(implementation, data));
    }

    function _artifact(string memory name) internal view returns (bytes memory) {
        return cheats.getCode(string.concat(ARTIFACTS, name, ".json"));
    }

    function _create(bytes memory code) internal returns (address created) {
        assembly ("memory-safe") {
            created := create(0, add(code, 0x20), mload(code))
        }
        vm.assertTrue(created != address(0), "not created");
    }

    /// @dev The published code with the published salt gives the published address.
    function _deployEntryPoint() private {
        bytes memory code = _artifact("EntryPoint");
        (bool created,) = CREATE2_DEPLOYER.call(abi.encodePacked(ENTRY_POINT_SALT, code));
        vm.assertTrue(created && address(ENTRY_POINT).code.length > 0, "no EntryPoint");
    }
}
