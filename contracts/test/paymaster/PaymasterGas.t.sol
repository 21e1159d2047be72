// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Vm} from "../support/Test.sol";
import {BarePaymaster, OpenZeppelinPaymaster} from "./support/ComparedPaymasters.sol";
import {PaymasterWorld} from "./support/PaymasterWorld.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @notice What is called of eth-infinitism's TokenPaymaster.
interface ITokenPaymaster {
    struct Config {
        uint256 priceMarkup;
        uint128 minEntryPointBalance;
        uint48 refundPostopCost;
        uint48 priceMaxAge;
    }

    struct Oracle {
        uint48 cacheTimeToLive;
        uint48 maxOracleRoundAge;
        address tokenOracle;
        address nativeOracle;
        bool tokenToNativeOracle;
        bool tokenOracleReverse;
        bool nativeOracleReverse;
        uint256 priceUpdateThreshold;
    }

    struct Swap {
        uint256 minSwapAmount;
        uint24 uniswapPoolFee;
        uint8 slippage;
    }

    function updateCachedPrice(bool force) external returns (uint256);
}

/// @notice The paymaster's own share of an operation's gas, beside those of two others, on the same EntryPoint with
/// the same token and the same operations, each for the first operation of a bundle and for a further one. Every
/// transaction is one of its own here, so that storage is as cold as on a chain.
/// forge-config: default.isolate = true
contract PaymasterGasTest is PaymasterWorld {
    string private constant GROUP = "ToraPaymaster";

    address private bare;
    address private bareBehindProxy;
    address private openZeppelin;
    address private infinitism;
    uint256 private keys = 100;

    struct Share {
        uint256 first;
        uint256 further;
    }

    function setUp() public override {
        super.setUp();
        tora.mint(DESTINATION, 1);
        bare = _funded(address(new BarePaymaster()));
        bareBehindProxy = _funded(_proxy(bare, abi.encodeCall(BarePaymaster.initialize, ())));
        openZeppelin = _funded(
            address(
                new OpenZeppelinPaymaster(tora, uint128(PRICE * 102 / 100), uint48(block.timestamp + 1 hours))
            )
        );
        infinitism = _funded(_tokenPaymaster());
    }

    /// @dev A share is what a paymaster adds to a bare one that is deployed as it is: ours behind a proxy. For
    /// operations after the first, where the proxy is warm, the bar holds with the proxy's cost in our share too.
    function test_shareOfGas() public {
        if (_measuringCoverage()) return;
        Share memory without = _measure(bare, "");
        Share memory proxied = _measure(bareBehindProxy, "");
        Share memory whole = _measure(address(paymaster), abi.encode(uint256(type(uint128).max)));
        Share memory ours = _less(whole, proxied);
        Share memory zeppelins = _less(_measure(openZeppelin, ""), without);
        Share memory infinitisms = _less(_measure(infinitism, ""), without);

        _report("own share, ToraPaymaster", ours);
        _report("own share, PaymasterERC20 (OpenZeppelin)", zeppelins);
        _report("own share, TokenPaymaster (eth-infinitism)", infinitisms);
        _report("being upgradeable, bare paymaster", _less(proxied, without));
        _report("whole operation, bare paymaster", without);
        _atMostFourFifths(ours, zeppelins, "PaymasterERC20");
        _atMostFourFifths(ours, infinitisms, "TokenPaymaster");
        _atMostFourFifths(
            Share(0, whole.further - without.further), zeppelins, "PaymasterERC20, proxy included"
        );
        _atMostFourFifths(_less(whole, without), infinitisms, "TokenPaymaster, proxy included");
    }

    function _atMostFourFifths(Share memory ours, Share memory theirs, string memory whose) private pure {
        cheats.assertLe(ours.first * 10, theirs.first * 8, string.concat("first, against ", whose));
        cheats.assertLe(ours.further * 10, theirs.further * 8, string.concat("further, against ", whose));
    }

    function _report(string memory what, Share memory share) private {
        cheats.snapshotValue(GROUP, string.concat(what, ", first in a bundle"), share.first);
        cheats.snapshotValue(GROUP, string.concat(what, ", each further one"), share.further);
    }

    /// @dev The EntryPoint's own account of the gas of two operations in a bundle, as it charges for them.
    function _measure(address by, bytes memory data) private returns (Share memory share) {
        PackedUserOperation[] memory operations = new PackedUserOperation[](2);
        for (uint256 i; i < 2; ++i) {
            operations[i] = _paidBy(by, data);
        }
        vm.recordLogs();
        ENTRY_POINT.handleOps(operations, BUNDLER);
        uint256[2] memory used;
        uint256 found;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IEntryPoint.UserOperationEvent.selector) continue;
            bool success;
            (, success,, used[found++]) = abi.decode(logs[i].data, (uint256, bool, uint256, uint256));
            vm.assertTrue(success, "an operation failed");
        }
        vm.assertEq(found, 2);
        return Share(used[0], used[1]);
    }

    /// @dev By an account of its own, which has approved as usual the paymasters that have no grant.
    function _paidBy(address by, bytes memory data) private returns (PackedUserOperation memory operation) {
        uint256 key = ++keys;
        address account = _account(key, 1e26);
        if (by == openZeppelin || by == infinitism) {
            vm.prank(account);
            tora.approve(by, type(uint256).max);
        }
        operation = _operation(key);
        Limits memory l = _limits();
        operation.paymasterAndData =
            abi.encodePacked(by, uint128(l.paymasterVerification), uint128(40_000), data);
        _sign(operation, key);
    }

    function _funded(address by) private returns (address) {
        ENTRY_POINT.depositTo{value: 10 ether}(by);
        tora.mint(by, 1);
        return by;
    }

    /// @dev The published code of version 0.7, with its price cached and fresh. It asks the EntryPoint for the
    /// interface of that version; what it calls is the same in 0.8.
    function _tokenPaymaster() private returns (address created) {
        bytes memory code =
            cheats.getCode("../node_modules/account-abstraction-0.7/artifacts/TokenPaymaster.json");
        bytes memory args = abi.encode(
            tora,
            ENTRY_POINT,
            address(3),
            address(4),
            ITokenPaymaster.Config(1.02e26, 0, 30_000, 1 hours),
            ITokenPaymaster.Oracle(1 hours, 1 days, address(feed), address(0), true, false, false, 1e24),
            ITokenPaymaster.Swap(1, 3000, 5),
            address(this)
        );
        cheats.mockCall(
            address(ENTRY_POINT), abi.encodeWithSelector(IERC165.supportsInterface.selector), abi.encode(true)
        );
        created = _create(abi.encodePacked(code, args));
        cheats.clearMockedCalls();
        ITokenPaymaster(created).updateCachedPrice(true);
    }

    function _less(Share memory whole, Share memory part) private pure returns (Share memory) {
        return Share(whole.first - part.first, whole.further - part.further);
    }
}
