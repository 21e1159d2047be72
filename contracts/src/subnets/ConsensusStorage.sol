// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Stage} from "../interfaces/subnets/SubnetTypes.sol";

/// @title ConsensusStorage
/// @notice What the consensus of a subnet remembers.
abstract contract ConsensusStorage {
    /// @dev The one epoch that is being aggregated, or was last. Columns are miners, rows validators.
    struct Aggregation {
        uint64 epoch;
        Stage stage;
        uint16 column;
        uint16 columns;
        uint16 rows;
        uint16 kappa;
        uint32 bondsMovingAverage;
        uint16 bondsPenalty;
        // Sums of ranks and of incentives so far, I32F32.
        uint64 rankSum;
        uint64 incentiveSum;
        // Rows whose bonds of former epochs count.
        uint64 keptValidators;
        // Columns that there is a miner in, and those of them whose bonds of former epochs count.
        uint256 miners;
        uint256 keptMiners;
    }

    /// @dev Sums over all shares of an epoch, I32F32, and how many there are.
    struct Totals {
        uint64 incentives;
        uint64 dividends;
        uint16 columns;
        uint16 rows;
    }

    /// @custom:storage-location erc7201:tensora.storage.SubnetConsensus
    struct ConsensusData {
        address subnet;
        uint64 lastAggregated;
        address stakePool;
        address minerRegistry;
        Aggregation aggregation;
        // By slot: active stake and, above its 33 bits, the sum of weights.
        mapping(uint256 word => uint256) voices;
        // By slot, of the aggregation.
        mapping(uint256 word => uint256) trusts;
        mapping(uint256 word => uint256) dividends;
        // By uid: rank and, above its 33 bits, the row of the median.
        mapping(uint256 word => uint256) ranks;
        // Bonds on a miner, 16 to a word by slot, the first in the highest bits.
        mapping(uint256 uid => uint256[4]) bonds;
        // Of every epoch: running sums of the shares, so that payments by them add up exactly.
        mapping(uint64 epoch => Totals) totals;
        mapping(uint64 epoch => mapping(uint256 word => uint256)) incentiveSums;
        mapping(uint64 epoch => mapping(uint256 word => uint256)) dividendSums;
    }

    /// @dev Bits of a stake or rank, which are at most 1, I32F32.
    uint256 internal constant SHARE_BITS = 33;

    /// @dev Bits of a voice: a share, and a sum of 256 weights of 16 bits.
    uint256 internal constant VOICE_BITS = 64;

    /// @dev Bits of a sum over a row's columns, or of running sums of shares.
    uint256 internal constant SUM_BITS = 36;

    /// @dev Bits of a rank and a slot.
    uint256 internal constant RANK_BITS = 42;

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.SubnetConsensus")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant CONSENSUS_STORAGE =
        0x5e04e3d38be80c960240ecde2b013c577d7c78fb9459895d0e3c0e2d7f583100;

    function _data() internal pure returns (ConsensusData storage $) {
        assembly ("memory-safe") {
            $.slot := CONSENSUS_STORAGE
        }
    }
}
