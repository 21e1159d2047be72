// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {UpgradeManaged} from "../../../src/governance/UpgradeManaged.sol";
import {IEmissionManager} from "../../../src/interfaces/subnets/IEmissionManager.sol";
import {IGlobalTrust} from "../../../src/interfaces/subnets/IGlobalTrust.sol";

/// @notice A subnet, or a part of one, that fails at everything.
contract RevertingSubnet is UpgradeManaged {
    error Broken();

    fallback() external {
        revert Broken();
    }
}

/// @notice One that burns all gas it is given.
contract BurningSubnet is UpgradeManaged {
    fallback() external {
        while (true) {}
    }
}

/// @notice A consensus that says that everyone earned everything.
contract LyingConsensus is UpgradeManaged {
    function rewardOf(uint64, address, uint256 minerPool, uint256 validatorPool)
        external
        pure
        returns (uint256, uint256)
    {
        return (minerPool, validatorPool);
    }

    function delegatorRewardOf(uint64, address, address, uint256) external pure returns (uint256) {
        return type(uint128).max;
    }
}

/// @notice A subnet that takes whatever it can get, from the emissions and from validators' trust.
contract LyingSubnet is UpgradeManaged {
    uint256 private immutable ID;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(uint256 id) {
        ID = id;
    }

    function subnetId() external view returns (uint256) {
        return ID;
    }

    function allocate(IEmissionManager emissions, uint64 epoch) external {
        emissions.allocate(epoch, true, true);
    }

    function penalise(IGlobalTrust trust, address validator) external {
        trust.penalise(validator, type(uint16).max);
    }
}
