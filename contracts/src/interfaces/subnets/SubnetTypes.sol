// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @notice Where the phases of an epoch begin, in blocks after the epoch's first block. Querying begins at 0.
/// The protocol's defaults are 1001, 1051, 1101 and 1102: blocks 0-1000 query, 1001-1050 commit, 1051-1100 reveal, 1101
/// aggregate; from 1102 on, when the next epoch runs, rewards can be claimed.
struct Phases {
    // First block in which scores are committed.
    uint32 commit;
    // First block in which they are revealed.
    uint32 reveal;
    // First block in which they are aggregated. Aggregation stays open into the next epoch, until that one's reveals.
    uint32 aggregate;
    // Blocks of an epoch.
    uint32 length;
}

/// @notice What a subnet is tuned by. A change takes effect at the next epoch.
struct Hyperparameters {
    Phases phases;
    // Blocks that a miner has to answer an inference asked for on chain.
    uint32 taskTimeout;
    // Epochs in which a new miner cannot be replaced.
    uint32 immunity;
    // Share of the former bonds in the moving average, of 1,000,000.
    uint32 bondsMovingAverage;
    // Share of stake that makes a consensus, of 65,535.
    uint16 kappa;
    // How far weights for bonds are drawn to the consensus, of 65,535.
    uint16 bondsPenalty;
    // Share of a validator's stake taken for a withheld reveal, of 10,000.
    uint16 slashRate;
    // Trust lost everywhere by a slash here, of 10,000.
    uint16 trustPenalty;
    // Share of the committed stake that has to be revealed for a missing reveal to count as withheld, of 10,000.
    uint16 revealQuorum;
    // Epochs for which a validator without a reveal keeps its voice.
    uint16 activityCutoff;
    // Epochs between asking for stake back and getting it.
    uint16 unbondingEpochs;
    uint16 maxMiners;
    uint16 maxValidators;
    // Least stake of a validator with a voice, wei of TORA.
    uint128 minStake;
    // Price of registering a miner, wei of TORA, paid into the emissions.
    uint128 registrationFee;
}

/// @notice What an epoch is doing at a block. Aggregation of an epoch may last into the next one's first two phases.
enum Phase {
    Query,
    Commit,
    Reveal,
    Aggregate
}

/// @notice How far the aggregation of an epoch has come.
enum Stage {
    // Nothing of it is done, or another epoch's is.
    None,
    // Stake is fixed; columns are being ranked.
    Ranks,
    // All ranks are known; bonds move and dividends are summed.
    Bonds,
    // Done: rewards can be claimed.
    Done
}
