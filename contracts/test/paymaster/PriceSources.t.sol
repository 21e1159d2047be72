// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {IAggregatorV3} from "../../src/interfaces/paymaster/IAggregatorV3.sol";
import {IPriceSource} from "../../src/interfaces/paymaster/IPriceSource.sol";
import {ChainlinkPriceSource} from "../../src/paymaster/ChainlinkPriceSource.sol";
import {FixedPriceSource} from "../../src/paymaster/FixedPriceSource.sol";
import {PostedAggregator} from "../../src/paymaster/PostedAggregator.sol";
import {PaymasterWorld} from "./support/PaymasterWorld.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice An aggregator that answers whatever it is told.
contract AnyAggregator is IAggregatorV3 {
    uint8 public decimals;
    int256 private answer;
    uint256 private startedAt;
    uint256 private updatedAt;

    function set(uint8 decimals_, int256 answer_, uint256 startedAt_, uint256 updatedAt_) external {
        (decimals, answer, startedAt, updatedAt) = (decimals_, answer_, startedAt_, updatedAt_);
    }

    /// @inheritdoc IAggregatorV3
    function description() external pure returns (string memory) {
        return "ANY";
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (1, answer, startedAt, updatedAt, 1);
    }
}

/// @notice Prices from aggregators, and the aggregator that is posted to.
contract ChainlinkPriceSourceTest is PaymasterWorld {
    AnyAggregator private token;
    AnyAggregator private coin;
    AnyAggregator private uptime;

    function setUp() public override {
        super.setUp();
        (token, coin, uptime) = (new AnyAggregator(), new AnyAggregator(), new AnyAggregator());
        token.set(8, 3000, FIRST_TIME, FIRST_TIME);
        coin.set(8, 600e8, FIRST_TIME, FIRST_TIME);
        uptime.set(0, 0, FIRST_TIME - 1 hours, FIRST_TIME);
    }

    /// @dev 600 USD for one BNB, 0.00003 USD for one TORA: 20 million.
    function test_twoFeedsInOneCurrency() public {
        (uint256 price, uint256 at) = _source().observe();
        vm.assertEq(price, 2e25);
        vm.assertEq(at, FIRST_TIME);
    }

    function test_oneFeedInTheCoin() public view {
        (uint256 price, uint256 at) = source.observe();
        vm.assertEq(price, PRICE);
        vm.assertEq(at, FIRST_TIME);
    }

    function test_asOldAsTheOlderAnswer() public {
        token.set(8, 3000, 0, FIRST_TIME - 10);
        (, uint256 at) = _source().observe();
        vm.assertEq(at, FIRST_TIME - 10);
        coin.set(8, 600e8, 0, FIRST_TIME - 20);
        (, at) = _source().observe();
        vm.assertEq(at, FIRST_TIME - 20);
    }

    function test_anyDecimals(uint8 tokenDecimals, uint8 coinDecimals, uint64 tokenAnswer, uint64 coinAnswer)
        public
    {
        tokenDecimals = uint8(bound(tokenDecimals, 0, 18));
        coinDecimals = uint8(bound(coinDecimals, 0, 18));
        vm.assume(tokenAnswer > 0 && coinAnswer > 0);
        token.set(tokenDecimals, int256(uint256(tokenAnswer)), 0, FIRST_TIME);
        coin.set(coinDecimals, int256(uint256(coinAnswer)), 0, FIRST_TIME);
        (uint256 price,) = _source(tokenDecimals, coinDecimals).observe();
        uint256 exact = Math.mulDiv(
            uint256(coinAnswer) * 1e18, 10 ** tokenDecimals, uint256(tokenAnswer) * 10 ** coinDecimals
        );
        cheats.assertGe(price, exact, "rounded down");
        cheats.assertLe(price, exact + 1, "rounded up by more than one");
    }

    function test_refusesZeroAndNegativeAnswers(int256 answer) public {
        if (answer > 0) answer = -answer;
        ChainlinkPriceSource both = _source();
        token.set(8, answer, 0, FIRST_TIME);
        cheats.expectRevert(
            abi.encodeWithSelector(ChainlinkPriceSource.BadAnswer.selector, address(token), answer)
        );
        both.observe();
        token.set(8, 3000, 0, FIRST_TIME);
        coin.set(8, answer, 0, FIRST_TIME);
        cheats.expectRevert(
            abi.encodeWithSelector(ChainlinkPriceSource.BadAnswer.selector, address(coin), answer)
        );
        both.observe();
    }

    function test_refusesStaleFutureAndIncompleteAnswers() public {
        ChainlinkPriceSource both = _source();
        coin.set(8, 600e8, 0, FIRST_TIME - 1 hours);
        both.observe();
        uint256[3] memory times = [FIRST_TIME - 1 hours - 1, FIRST_TIME + 1, 0];
        for (uint256 i; i < 3; ++i) {
            coin.set(8, 600e8, 0, times[i]);
            cheats.expectRevert(
                abi.encodeWithSelector(
                    ChainlinkPriceSource.StaleAnswer.selector, address(coin), times[i], 1 hours
                )
            );
            both.observe();
        }
    }

    function test_refusesWrongDecimals() public {
        ChainlinkPriceSource both = _source();
        token.set(18, 3000, 0, FIRST_TIME);
        cheats.expectRevert(_wrongDecimals(address(token), 18, 8));
        both.observe();
        cheats.expectRevert(_wrongDecimals(address(token), 18, 8));
        _source();
        token.set(37, 3000, 0, FIRST_TIME);
        cheats.expectRevert(_wrongDecimals(address(token), 37, 37));
        _source(37, 8);
    }

    function test_refusesWhileTheSequencerIsDownAndShortlyAfter() public {
        ChainlinkPriceSource both = _source();
        both.observe();
        uptime.set(0, 1, FIRST_TIME - 1 hours, FIRST_TIME);
        _expectNotUp(FIRST_TIME - 1 hours);
        both.observe();
        uptime.set(0, 0, FIRST_TIME - 10 minutes + 1, FIRST_TIME);
        _expectNotUp(FIRST_TIME - 10 minutes + 1);
        both.observe();
        uptime.set(0, 0, 0, 0);
        _expectNotUp(0);
        both.observe();
        uptime.set(0, 0, FIRST_TIME - 10 minutes, FIRST_TIME);
        both.observe();
    }

    function test_aFixedPriceIsAlwaysFresh() public {
        FixedPriceSource fixedSource = new FixedPriceSource(7);
        cheats.warp(FIRST_TIME + 1000 days);
        (uint256 price, uint256 at) = fixedSource.observe();
        vm.assertEq(price, 7);
        vm.assertEq(at, FIRST_TIME + 1000 days);
        cheats.expectRevert(abi.encodeWithSelector(IPriceSource.NoPrice.selector));
        new FixedPriceSource(0);
    }

    function test_theFeederPosts() public {
        cheats.warp(FIRST_TIME + 60);
        _post(77);
        (uint80 round, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredIn) =
            feed.latestRoundData();
        vm.assertEq(round, 2);
        vm.assertEq(uint256(answer), 77);
        vm.assertEq(startedAt, FIRST_TIME + 60);
        vm.assertEq(updatedAt, FIRST_TIME + 60);
        vm.assertEq(answeredIn, 2);
        vm.assertEq(feed.decimals(), 18);
        vm.assertEq(feed.description(), "TORA / BNB");
        vm.assertEq(feed.feeder(), FEEDER);
    }

    function test_nobodyElsePosts(address other) public {
        vm.assume(other != FEEDER);
        cheats.expectRevert(abi.encodeWithSelector(PostedAggregator.NotFeeder.selector, other));
        vm.prank(other);
        feed.post(1);
    }

    function test_postedAnswersArePositiveAndFit(int256 answer) public {
        if (answer > 0) answer = int256(bound(uint256(answer), 1 << 191, uint256(type(int256).max)));
        cheats.expectRevert(abi.encodeWithSelector(PostedAggregator.BadAnswer.selector, answer));
        vm.prank(FEEDER);
        feed.post(answer);
    }

    function test_theOwnerNamesTheFeeder() public {
        vm.prank(TIMELOCK);
        feed.setFeeder(address(0));
        vm.assertEq(feed.feeder(), address(0));
        cheats.expectRevert(
            abi.encodeWithSelector(OwnableUpgradeable.OwnableUnauthorizedAccount.selector, address(this))
        );
        feed.setFeeder(address(this));
    }

    function test_aFeedWithoutAnswersSaysSo() public {
        PostedAggregator empty = PostedAggregator(
            _proxy(
                address(new PostedAggregator()),
                abi.encodeCall(PostedAggregator.initialize, (TIMELOCK, UPGRADER, FEEDER, 18, ""))
            )
        );
        cheats.expectRevert(abi.encodeWithSelector(PostedAggregator.NoDataPresent.selector));
        empty.latestRoundData();
        cheats.expectRevert(
            abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, address(this), UPGRADER)
        );
        empty.upgradeToAndCall(address(empty), "");
    }

    function _source() private returns (ChainlinkPriceSource) {
        return _source(8, 8);
    }

    function _source(uint8 tokenDecimals, uint8 coinDecimals) private returns (ChainlinkPriceSource) {
        return new ChainlinkPriceSource(
            tora,
            ChainlinkPriceSource.Feed(token, 1 days, tokenDecimals),
            ChainlinkPriceSource.Feed(coin, 1 hours, coinDecimals),
            uptime,
            10 minutes
        );
    }

    function _expectNotUp(uint256 since) private {
        cheats.expectRevert(abi.encodeWithSelector(ChainlinkPriceSource.SequencerNotUp.selector, since));
    }

    function _wrongDecimals(address aggregator, uint8 decimals, uint8 expected)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSelector(
            ChainlinkPriceSource.WrongDecimals.selector, aggregator, decimals, expected
        );
    }
}
