// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ICumulativePair} from "../../src/interfaces/paymaster/ICumulativePair.sol";
import {IPriceSource} from "../../src/interfaces/paymaster/IPriceSource.sol";
import {PairPriceSource} from "../../src/paymaster/PairPriceSource.sol";
import {WrappedBNB} from "../../src/settlement/WrappedBNB.sol";
import {PaymasterWorld} from "./support/PaymasterWorld.sol";

/// @notice What is called of Uniswap's second version.
interface IPairs {
    function createPair(address a, address b) external returns (address);
    function mint(address to) external returns (uint256);
    function swap(uint256 amount0, uint256 amount1, address to, bytes calldata data) external;
    function sync() external;
}

/// @notice The average price of a real pair (Uniswap's published code), in both orders of its tokens.
abstract contract PairPriceSourceTest is PaymasterWorld {
    uint256 private constant PERIOD = 30 minutes;
    uint256 private constant WINDOW = 2 hours;
    string private constant FACTORY = "../node_modules/@uniswap/v2-core/build/UniswapV2Factory.json";

    WrappedBNB private coin;
    IPairs private pair;
    PairPriceSource private twap;
    uint256 private time = FIRST_TIME;

    /// @dev Whether wrapped BNB has the lower address.
    function _coinFirst() internal pure virtual returns (bool);

    function setUp() public override {
        super.setUp();
        vm.deal(address(this), 1_000_000 ether);
        coin = WrappedBNB(payable(_coinFirst() ? address(0x10) : address(type(uint160).max)));
        vm.etch(address(coin), type(WrappedBNB).runtimeCode);
        coin.deposit{value: 500_000 ether}();
        IPairs factory_ = _newFactory();
        pair = IPairs(factory_.createPair(address(tora), address(coin)));
        tora.mint(address(pair), 2e27);
        coin.transfer(address(pair), 100 ether);
        pair.mint(address(this));
        twap = _source(1 ether);
    }

    function test_anUntradedPairHasItsRatio() public {
        _wait(PERIOD);
        (uint256 price, uint256 at) = twap.observe();
        vm.assertEq(price, PRICE);
        vm.assertEq(at, time);
    }

    function test_tooYoungForAnAverage() public {
        vm.assertFalse(twap.record(), "recorded too early");
        _wait(PERIOD - 1);
        _expectWindow(PERIOD - 1);
        twap.observe();
        _wait(1);
        twap.observe();
    }

    /// @dev Half of the window at one price and half at half of it.
    function test_weighsByTime() public {
        _wait(PERIOD / 2);
        _donateTora(2e27);
        _wait(PERIOD / 2);
        (uint256 price,) = twap.observe();
        cheats.assertApproxEqRel(price, PRICE * 3 / 2, 1e10, "not the mean");
    }

    /// @dev As large as the pair, and undone in the same block, or not: in that block it has no weight.
    function test_aSwapInTheSameBlockHasNoWeight() public {
        _wait(PERIOD);
        _donateTora(200e27);
        (uint256 price,) = twap.observe();
        vm.assertEq(price, PRICE);
        _wait(1);
        (price,) = twap.observe();
        // One second at 101 times the price, of half an hour.
        cheats.assertApproxEqRel(price, PRICE + PRICE * 100 / (PERIOD + 1), 0.001e18, "weighed more");
    }

    function test_readsFromTheOlderUntilTheNewerIsAPeriodOld() public {
        _wait(PERIOD);
        twap.observe();
        _donateTora(2e27);
        _wait(PERIOD - 1);
        (uint256 price,) = twap.observe();
        cheats.assertApproxEqRel(price, PRICE * 3 / 2, 0.001e18, "not from the older");
        _wait(1);
        (price,) = twap.observe();
        cheats.assertApproxEqRel(price, PRICE * 2, 1e10, "not from the newer");
    }

    function test_afterAGapItStartsAnew() public {
        _wait(WINDOW + 1);
        _expectWindow(WINDOW + 1);
        twap.observe();
        vm.assertTrue(twap.record(), "not recorded");
        _expectWindow(WINDOW + 1);
        twap.observe();
        _wait(PERIOD);
        twap.observe();
    }

    function test_refusesAThinPair() public {
        twap = _source(100 ether + 1);
        _wait(PERIOD);
        cheats.expectRevert(
            abi.encodeWithSelector(PairPriceSource.ThinPair.selector, 100 ether, 100 ether + 1)
        );
        twap.observe();
    }

    function test_refusesAnEmptyPair() public {
        IPairs factory_ = _newFactory();
        pair = IPairs(factory_.createPair(address(tora), address(coin)));
        cheats.expectRevert(abi.encodeWithSelector(IPriceSource.NoPrice.selector));
        _source(0);
    }

    /// @dev So little TORA in the pair that the price is below its smallest unit; it is never zero.
    function test_theLeastPriceIsOneUnit() public {
        IPairs factory_ = _newFactory();
        pair = IPairs(factory_.createPair(address(tora), address(coin)));
        tora.mint(address(pair), 1);
        coin.transfer(address(pair), 400_000 ether);
        pair.sync();
        twap = _source(0);
        _wait(PERIOD);
        (uint256 price,) = twap.observe();
        vm.assertEq(price, 1);
    }

    /// @dev The pair's clock has 32 bits.
    function test_theYear2106() public {
        time = (1 << 32) - 10 minutes;
        cheats.warp(time);
        pair.sync();
        twap = _source(1 ether);
        _wait(PERIOD);
        (uint256 price,) = twap.observe();
        vm.assertEq(price, PRICE);
        pair.sync();
        (price,) = twap.observe();
        vm.assertEq(price, PRICE);
    }

    function test_refusesOtherPairsAndWindows() public {
        (address a, address b) =
            _coinFirst() ? (address(coin), address(tora)) : (address(tora), address(coin));
        ICumulativePair both = ICumulativePair(address(pair));
        cheats.expectRevert(abi.encodeWithSelector(PairPriceSource.WrongPair.selector, a, b));
        new PairPriceSource(both, address(tora), address(5), PERIOD, WINDOW, 0);
        cheats.expectRevert(abi.encodeWithSelector(PairPriceSource.WrongPair.selector, a, b));
        new PairPriceSource(both, address(5), address(coin), PERIOD, WINDOW, 0);
        cheats.expectRevert(
            abi.encodeWithSelector(PairPriceSource.BadWindow.selector, 5 minutes - 1, 1 hours)
        );
        new PairPriceSource(both, address(tora), address(coin), 5 minutes - 1, 1 hours, 0);
        cheats.expectRevert(
            abi.encodeWithSelector(PairPriceSource.BadWindow.selector, PERIOD, 2 * PERIOD - 1)
        );
        new PairPriceSource(both, address(tora), address(coin), PERIOD, 2 * PERIOD - 1, 0);
    }

    /// @dev Never outside of the prices that the pair had in the window, however it was traded and read.
    function test_theAverageIsBetweenTheExtremes(uint256[8] memory trades, uint256[8] memory waits) public {
        (uint256 least, uint256 most) = (PRICE, PRICE);
        for (uint256 i; i < trades.length; ++i) {
            _wait(bound(waits[i], 1, PERIOD));
            if (trades[i] % 2 == 0) _donateTora(bound(trades[i], 1, 4e26));
            else _donateCoin(bound(trades[i], 1, 20 ether));
            (uint256 tora_, uint256 coin_) = (tora.balanceOf(address(pair)), coin.balanceOf(address(pair)));
            uint256 spot = tora_ * 1e18 / coin_;
            if (spot < least) least = spot;
            if (spot + 1 > most) most = spot + 1;
            if (trades[i] % 3 == 0) twap.record();
        }
        _wait(PERIOD);
        try twap.observe() returns (uint256 price, uint256) {
            cheats.assertGe(price, least, "below all prices");
            cheats.assertLe(price, most, "above all prices");
        } catch (bytes memory reason) {
            vm.assertEq(bytes32(bytes4(reason)), bytes32(PairPriceSource.WindowOutOfRange.selector));
        }
    }

    function test_thePaymasterTakesIt() public {
        vm.prank(TIMELOCK);
        paymaster.setPriceSource(twap);
        _wait(PERIOD);
        vm.assertTrue(paymaster.updatePrice(), "refused");
        vm.assertEq(paymaster.lastPrice().observedAt, time);
    }

    function _newFactory() private returns (IPairs) {
        string memory object = cheats.parseJsonString(cheats.readFile(FACTORY), ".evm.bytecode.object");
        bytes memory code = cheats.parseBytes(string.concat("0x", object));
        return IPairs(_create(abi.encodePacked(code, abi.encode(address(this)))));
    }

    function _source(uint256 minReserve) private returns (PairPriceSource) {
        return new PairPriceSource(
            ICumulativePair(address(pair)), address(tora), address(coin), PERIOD, WINDOW, minReserve
        );
    }

    function _wait(uint256 duration) private {
        time += duration;
        cheats.warp(time);
    }

    /// @dev Moves the price as a trade does, and simpler: more of one side.
    function _donateTora(uint256 amount) private {
        tora.mint(address(pair), amount);
        pair.sync();
    }

    function _donateCoin(uint256 amount) private {
        coin.transfer(address(pair), amount);
        pair.sync();
    }

    function _expectWindow(uint256 window) private {
        cheats.expectRevert(
            abi.encodeWithSelector(PairPriceSource.WindowOutOfRange.selector, window, PERIOD, WINDOW)
        );
    }
}

contract CoinFirstPairPriceSourceTest is PairPriceSourceTest {
    function _coinFirst() internal pure override returns (bool) {
        return true;
    }
}

contract ToraFirstPairPriceSourceTest is PairPriceSourceTest {
    function _coinFirst() internal pure override returns (bool) {
        return false;
    }
}
