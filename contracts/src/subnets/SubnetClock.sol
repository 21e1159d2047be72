// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnetClock} from "../interfaces/subnets/ISubnetClock.sol";
import {Hyperparameters, Phase} from "../interfaces/subnets/SubnetTypes.sol";
import {HyperparameterBounds} from "../libraries/HyperparameterBounds.sol";

/// @title SubnetClock
/// @notice Epochs by block, see ISubnetClock.
abstract contract SubnetClock is ISubnetClock {
    /// @dev Hyperparameters and the epoch that they begin with. A regime ends where the next begins.
    struct Regime {
        uint64 fromEpoch;
        uint64 fromBlock;
        Hyperparameters hyperparameters;
    }

    /// @custom:storage-location erc7201:tensora.storage.SubnetClock
    struct SubnetClockStorage {
        // At most one begins in the future: with the next epoch.
        Regime[] regimes;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.SubnetClock")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SUBNET_CLOCK_STORAGE =
        0xa73ddddeff8c26471ab220976036ab2867d4cc313ae0dcb0e836821381b49700;

    /// @inheritdoc ISubnetClock
    function phaseNow() external view returns (uint64 epoch, Phase phase, uint32 blocksLeft) {
        Regime storage regime;
        (epoch, regime) = _now();
        uint256 offset = block.number - _startIn(regime, epoch);
        Hyperparameters storage h = regime.hyperparameters;
        uint256 end;
        if (offset < h.phases.commit) (phase, end) = (Phase.Query, h.phases.commit);
        else if (offset < h.phases.reveal) (phase, end) = (Phase.Commit, h.phases.reveal);
        else if (offset < h.phases.aggregate) (phase, end) = (Phase.Reveal, h.phases.aggregate);
        else (phase, end) = (Phase.Aggregate, h.phases.length);
        blocksLeft = uint32(end - offset - 1);
    }

    /// @inheritdoc ISubnetClock
    function currentEpoch() public view returns (uint64 epoch) {
        (epoch,) = _now();
    }

    /// @inheritdoc ISubnetClock
    function startOf(uint64 epoch) public view returns (uint64) {
        return uint64(_startIn(_regimeOf(epoch), epoch));
    }

    /// @inheritdoc ISubnetClock
    function hyperparametersOf(uint64 epoch) public view returns (Hyperparameters memory) {
        return _regimeOf(epoch).hyperparameters;
    }

    /// @dev To be called by the heir's initializer: epoch 1 begins with this block.
    function _startClock(Hyperparameters memory hyperparameters) internal {
        _enter(1, block.number, hyperparameters);
    }

    function _setHyperparameters(Hyperparameters memory hyperparameters) internal {
        (uint64 epoch, Regime storage regime) = _now();
        uint64 next = epoch + 1;
        uint256 start = _startIn(regime, next);
        Regime[] storage regimes = _clock().regimes;
        // What was set earlier in this epoch never came into effect.
        if (regimes[regimes.length - 1].fromEpoch == next) regimes.pop();
        _enter(next, start, hyperparameters);
    }

    /// @dev The current epoch and what rules it.
    function _now() internal view returns (uint64 epoch, Regime storage regime) {
        Regime[] storage regimes = _clock().regimes;
        uint256 last = regimes.length - 1;
        regime = regimes[last];
        if (regime.fromBlock > block.number) regime = regimes[last - 1];
        epoch = regime.fromEpoch
            + uint64((block.number - regime.fromBlock) / regime.hyperparameters.phases.length);
    }

    /// @dev What rules an epoch; the search is from the latest, which is what is asked for.
    function _regimeOf(uint64 epoch) internal view returns (Regime storage) {
        Regime[] storage regimes = _clock().regimes;
        for (uint256 i = regimes.length; i > 0; --i) {
            if (regimes[i - 1].fromEpoch <= epoch) return regimes[i - 1];
        }
        revert NoSuchEpoch(epoch);
    }

    function _startIn(Regime storage regime, uint64 epoch) internal view returns (uint256) {
        return regime.fromBlock + uint256(epoch - regime.fromEpoch) * regime.hyperparameters.phases.length;
    }

    function _enter(uint64 fromEpoch, uint256 fromBlock, Hyperparameters memory hyperparameters) private {
        HyperparameterBounds.check(hyperparameters);
        _clock().regimes.push(Regime(fromEpoch, uint64(fromBlock), hyperparameters));
        emit HyperparametersSet(fromEpoch, hyperparameters);
    }

    function _clock() private pure returns (SubnetClockStorage storage $) {
        assembly ("memory-safe") {
            $.slot := SUBNET_CLOCK_STORAGE
        }
    }
}
