// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnet} from "../../src/interfaces/subnets/ISubnet.sol";
import {ISubnetConsensus} from "../../src/interfaces/subnets/ISubnetConsensus.sol";
import {Stage} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {Yuma} from "../../src/libraries/Yuma.sol";
import {SubnetTest} from "./support/SubnetTest.sol";
import {EpochInput, EpochOutput} from "./support/YumaEpoch.sol";
import {YumaPlain} from "./support/YumaPlain.sol";

/// @notice Aggregation in pages, by anyone, and what becomes of it when epochs go wrong.
contract SubnetAggregationTest is SubnetTest {
    function setUp() public override {
        super.setUp();
        _addMiners(40);
        _addValidators(5);
        _toNextEpoch();
    }

    /// @dev Three epochs on chain, in pages, against the plain version with bonds carried over. In the second a miner and
    /// a validator are new; their bonds begin at nothing.
    function testFuzzThreeEpochsAgreeWithThePlainVersion(uint64 drawn) public {
        uint256 seed = drawn;
        uint256[][] memory bonds = _zeros(5, 40);
        bonds = _compareEpoch(seed, bonds, 16);
        _replaceMinerAndValidator();
        _toNextEpoch();
        for (uint256 i = 0; i < 5; ++i) {
            bonds[i][7] = 0;
        }
        for (uint256 j = 0; j < 40; ++j) {
            bonds[2][j] = 0;
        }
        bonds = _compareEpoch(seed + 1, bonds, 32);
        _toNextEpoch();
        _compareEpoch(seed + 2, bonds, 256);
    }

    function testAFalseMedianIsRefused() public {
        _voteApart();
        subnet.aggregateScores("", 0);
        bytes memory medians = consensus.medianRowsOf(256);
        // Weights differ between validators: any other row is false.
        medians[5] = bytes1(uint8((uint8(medians[5]) + 1) % 5));
        cheats.expectPartialRevert(Yuma.NotTheMedian.selector);
        subnet.aggregateScores(medians, 0);
        medians[5] = 0xff;
        cheats.expectPartialRevert(Yuma.NoSuchRow.selector);
        subnet.aggregateScores(medians, 0);
    }

    function testInterruptedAggregationResumes() public {
        _voteApart();
        subnet.aggregateScores("", 0);
        subnet.aggregateScores(consensus.medianRowsOf(16), 0);
        // A page that fails leaves no trace.
        bytes memory five = consensus.medianRowsOf(5);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetConsensus.UnalignedPage.selector, 5));
        subnet.aggregateScores(five, 0);
        (, Stage stage, uint256 column,) = consensus.aggregation();
        vm.assertTrue(stage == Stage.Ranks, "stage");
        vm.assertEq(column, 16);
        // Others go on, in the next epoch, while that one runs.
        _toNextEpoch();
        vm.prank(address(0x1234));
        subnet.aggregateScores(consensus.medianRowsOf(256), 16);
        (, stage, column,) = consensus.aggregation();
        vm.assertTrue(stage == Stage.Bonds, "stage");
        vm.assertEq(column, 16);
        stage = subnet.aggregateScores("", 256);
        vm.assertTrue(stage == Stage.Done, "stage");
        vm.assertEq(consensus.lastAggregated(), 2);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetConsensus.AlreadyAggregated.selector, 2));
        subnet.aggregateScores("", 0);
    }

    function testTooManyMediansAreRefused() public {
        _voteApart();
        subnet.aggregateScores("", 0);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetConsensus.TooManyMedians.selector, 48, 40));
        subnet.aggregateScores(new bytes(48), 0);
    }

    /// @dev Claims do not open before the last page.
    function testAnEpochThatIsNotDonePaysNobody() public {
        _voteApart();
        subnet.aggregateScores("", 0);
        subnet.aggregateScores(consensus.medianRowsOf(256), 16);
        cheats.expectPartialRevert(bytes4(keccak256("NotAllocated(uint256,uint64)")));
        emissions.claimRewards(1, 2, _miner(0));
    }

    function testAnEpochThatNobodyAggregatedIsGivenUpAndItsEmissionStays() public {
        _voteApart();
        subnet.aggregateScores("", 0);
        subnet.aggregateScores(consensus.medianRowsOf(16), 0);
        _toNextEpoch();
        _toReveal();
        cheats.expectPartialRevert(ISubnet.AggregationClosed.selector);
        subnet.aggregateScores("", 0);
        uint256 owed = emissions.accountOf(1).owed;
        _toNextEpoch();
        _voteApart();
        _aggregate();
        vm.assertEq(consensus.lastAggregated(), 4);
        vm.assertTrue(
            emissions.poolsOf(1, 4).miners > owed * 18 / 100, "the emission of the lost epoch is lost"
        );
    }

    /// @dev Nobody revealed for longer than the cutoff: nobody has a voice, everything is carried.
    function testAnEpochWithoutAnyVoiceCarriesEverything() public {
        _toAggregate();
        _aggregate();
        vm.assertEq(emissions.poolsOf(1, 2).miners, 0);
        vm.assertEq(emissions.poolsOf(1, 2).validators, 0);
        uint256 carried = emissions.accountOf(1).carried;
        vm.assertTrue(carried > 0, "nothing was carried");
        _toNextEpoch();
        _voteApart();
        _aggregate();
        vm.assertTrue(
            emissions.poolsOf(1, 3).miners + emissions.poolsOf(1, 3).validators > carried,
            "the carried is lost"
        );
        vm.assertTrue(emissions.accountOf(1).carried < 4, "more than dust was carried on");
    }

    /// @dev Validators that revealed lately and are silent now have a voice: they are paid by stake, miners' share waits.
    function testAnEpochWithoutRevealsPaysActiveStake() public {
        _voteApart();
        _aggregate();
        _toNextEpoch();
        _toAggregate();
        _aggregate();
        vm.assertEq(emissions.poolsOf(1, 3).miners, 0);
        uint256[] memory dividends = consensus.dividendsOf(3);
        for (uint256 i = 0; i < 5; ++i) {
            vm.assertEq(dividends[i], dividends[0]);
        }
        vm.assertTrue(emissions.claimRewards(1, 3, _validator(0)) > 0, "active stake was not paid");
    }

    function testAnEpochWithoutMiners() public {
        _use(_create("empty"));
        emissions.setWeight(2, 1);
        _addValidators2();
        _toNextEpoch();
        _voteAll(2, "");
        subnet.aggregateScores("", 0);
        vm.assertEq(consensus.lastAggregated(), 2);
        vm.assertEq(emissions.poolsOf(2, 2).miners, 0);
    }

    /// @dev A minority that votes for itself alone is clipped to nothing and earns less than an honest one of equal stake.
    function testAColludingMinorityIsClipped() public {
        bytes memory honest = new bytes(80);
        for (uint256 j = 0; j < 39; ++j) {
            honest[2 * j] = 0x10;
        }
        bytes memory colluding = new bytes(80);
        (colluding[78], colluding[79]) = (0xff, 0xff);
        _toCommit();
        for (uint256 i = 0; i < 5; ++i) {
            _commit(_validator(i), i < 2 ? colluding : honest);
        }
        _toReveal();
        for (uint256 i = 0; i < 5; ++i) {
            _reveal(_validator(i), i < 2 ? colluding : honest);
        }
        _toAggregate();
        _aggregate();
        vm.assertEq(consensus.incentivesOf(2)[39], 0);
        uint256[] memory dividends = consensus.dividendsOf(2);
        vm.assertTrue(dividends[0] < dividends[2], "colluding paid");
        (, uint256[] memory trusts) = consensus.voices();
        vm.assertEq(trusts[0], 0);
    }

    function testWhatOthersSeeOfTheConsensus() public {
        _voteApart();
        _aggregate();
        (uint256[] memory weights, uint256[] memory ranked) = consensus.ranks();
        uint256[] memory incentives = consensus.incentivesOf(2);
        uint256 sum = Yuma.total(ranked);
        for (uint256 j = 0; j < 40; ++j) {
            vm.assertEq(incentives[j], Yuma.share(ranked[j], sum));
            vm.assertTrue((weights[j] > 0) == (ranked[j] > 0), "rank without consensus");
        }
        vm.assertEq(consensus.bondsOf(0).length, 64);
        vm.assertEq(consensus.medianRowsOf(16).length, 0);
    }

    function testOnlyTheSubnetFeedsTheConsensus() public {
        ISubnetConsensus.Opening memory opening;
        cheats.expectRevert(abi.encodeWithSelector(ISubnetConsensus.NotSubnet.selector, address(this)));
        consensus.begin(opening);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetConsensus.NotSubnet.selector, address(this)));
        consensus.carryOn("", 0);
    }

    function _addValidators2() private {
        _addValidator(_validator(0), STAKE);
        _addValidator(_validator(1), STAKE);
    }

    function _replaceMinerAndValidator() private {
        vm.prank(_miner(7));
        miners.leave();
        vm.assertEq(_addMiner(_miner(100)), 7);
        vm.prank(_validator(2));
        pool.leave();
        vm.assertEq(_addValidator(_validator(9), 3 * STAKE), 2);
    }

    function _voteApart() private {
        _vote(1);
        _toAggregate();
    }

    /// @dev Everyone in a slot says something of its own.
    function _vote(uint256 seed) private {
        uint64 epoch = subnet.currentEpoch();
        _toCommit();
        for (uint8 i = 0; i < 5; ++i) {
            _commit(pool.validatorIn(i, epoch), _packed(_row(seed, i)));
        }
        _toReveal();
        // In another order.
        for (uint8 i = 5; i > 0; --i) {
            _reveal(pool.validatorIn(i - 1, epoch), _packed(_row(seed, i - 1)));
        }
    }

    function _row(uint256 seed, uint256 i) private pure returns (uint256[] memory row) {
        row = new uint256[](40);
        for (uint256 j = 0; j < 40; ++j) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i, j)));
            row[j] = drawn % 7 == 0 ? 0 : 1000 + drawn % 5000;
        }
        row[0] = 100 + i;
        row[5] = 1000 + 100 * i;
    }

    function _packed(uint256[] memory row) private pure returns (bytes memory packed) {
        packed = new bytes(2 * row.length);
        for (uint256 j = 0; j < row.length; ++j) {
            (packed[2 * j], packed[2 * j + 1]) = (bytes1(uint8(row[j] >> 8)), bytes1(uint8(row[j])));
        }
    }

    function _compareEpoch(uint256 seed, uint256[][] memory bonds, uint256 page)
        private
        returns (uint256[][] memory)
    {
        uint64 epoch = subnet.currentEpoch();
        _vote(seed);
        _toAggregate();
        _aggregate(page);
        EpochInput memory input;
        (input.kappa, input.bondsMovingAverage, input.bondsPenalty) = (32_767, 900_000, 65_535);
        (, input.stake) = pool.voicesOf(epoch, 5);
        input.active = new bool[](5);
        input.weights = new uint256[][](5);
        for (uint256 i = 0; i < 5; ++i) {
            input.active[i] = true;
            input.weights[i] = _row(seed, i);
        }
        input.bonds = bonds;
        EpochOutput memory output = YumaPlain.run(input);
        uint256[] memory incentives = consensus.incentivesOf(epoch);
        uint256[] memory dividends = consensus.dividendsOf(epoch);
        (, uint256[] memory trusts) = consensus.voices();
        for (uint256 j = 0; j < 40; ++j) {
            vm.assertEq(incentives[j], output.incentive[j], "incentive");
            uint256[] memory written = consensus.bondsOf(j);
            for (uint256 i = 0; i < 5; ++i) {
                vm.assertEq(written[i], output.bonds[i][j], "bond");
            }
        }
        for (uint256 i = 0; i < 5; ++i) {
            vm.assertEq(dividends[i], output.dividends[i], "dividend");
            vm.assertEq(trusts[i], output.trust[i], "trust");
        }
        return output.bonds;
    }

    function _zeros(uint256 rows, uint256 columns) private pure returns (uint256[][] memory cells) {
        cells = new uint256[][](rows);
        for (uint256 i = 0; i < rows; ++i) {
            cells[i] = new uint256[](columns);
        }
    }
}
