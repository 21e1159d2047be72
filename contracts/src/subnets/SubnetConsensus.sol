// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {UpgradeManaged} from "../governance/UpgradeManaged.sol";
import {ISubnetConsensus} from "../interfaces/subnets/ISubnetConsensus.sol";
import {Stage} from "../interfaces/subnets/SubnetTypes.sol";
import {ConsensusResults} from "./ConsensusResults.sol";

/// @title SubnetConsensus
/// @notice The Yuma consensus of one subnet, see ISubnetConsensus.
contract SubnetConsensus is ConsensusResults, UpgradeManaged {
    modifier onlySubnet() {
        if (msg.sender != _data().subnet) revert NotSubnet(msg.sender);
        _;
    }

    /// @notice Sets the consensus up.
    /// @param subnet_ the subnet that it belongs to
    /// @param stakePool of that subnet
    /// @param minerRegistry of that subnet
    /// @param upgradeManager_ the UpgradeManager
    function initialize(address subnet_, address stakePool, address minerRegistry, address upgradeManager_)
        external
        initializer
    {
        __UpgradeManaged_init(upgradeManager_);
        ConsensusData storage $ = _data();
        ($.subnet, $.stakePool, $.minerRegistry) = (subnet_, stakePool, minerRegistry);
    }

    /// @inheritdoc ISubnetConsensus
    function begin(Opening calldata opening) external onlySubnet {
        _begin(opening);
    }

    /// @inheritdoc ISubnetConsensus
    function carryOn(bytes calldata medianRows, uint256 bondColumns)
        external
        onlySubnet
        returns (Stage stage, bool incentives, bool dividends)
    {
        Aggregation storage a = _data().aggregation;
        if (a.stage == Stage.Done) revert AlreadyAggregated(a.epoch);
        if (a.stage == Stage.Ranks) _rank(a, medianRows);
        if (a.stage == Stage.Bonds) _moveBonds(a, bondColumns);
        stage = a.stage;
        if (stage == Stage.Done) {
            Totals storage totals = _data().totals[a.epoch];
            (incentives, dividends) = (totals.incentives != 0, totals.dividends != 0);
        }
    }

    /// @inheritdoc ISubnetConsensus
    function subnet() external view returns (address) {
        return _data().subnet;
    }
}
