// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../interfaces/subnets/IEmissionManager.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title EmissionStorage
/// @notice What the EmissionManager remembers.
abstract contract EmissionStorage {
    /// @dev A subnet's side. Amounts are wei of TORA.
    struct SubnetAccount {
        address subnet;
        uint64 lastEpoch;
        address consensus;
        uint256 weight;
        // `perWeight` up to which `owed` is counted.
        uint256 counted;
        uint256 owed;
        // Put aside and not distributed, by what it was put aside for.
        uint256 carriedMiners;
        uint256 carriedValidators;
        uint256 ownerDue;
    }

    /// @custom:storage-location erc7201:tensora.storage.EmissionManager
    struct EmissionData {
        IERC20 tora;
        address registry;
        address treasury;
        IEmissionManager.Split split;
        // The rate: `amount` wei of TORA in `blocks`.
        uint256 amount;
        uint256 blocks;
        uint256 totalWeight;
        // Emitted for each unit of weight since the beginning, times PRECISION, up to `countedBlock`.
        uint256 perWeight;
        uint256 countedBlock;
        // Put aside and not paid.
        uint256 reserved;
        uint256 treasuryDue;
        mapping(uint256 subnetId => SubnetAccount) accounts;
        mapping(uint256 subnetId => mapping(uint64 epoch => IEmissionManager.Pools)) pools;
        // By subnet, epoch, account and, for a delegator, its validator; else nobody.
        mapping(bytes32 claim => bool) claimed;
    }

    /// @dev Keeps the emission of a block per unit of weight exact to 10^-18 wei.
    uint256 internal constant PRECISION = 1e18;

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.EmissionManager")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant EMISSION_STORAGE =
        0x54c821f24ef667d3c62172063a0445b50b3ffd706b4e8b0a0b6afa06d0756800;

    function _data() internal pure returns (EmissionData storage $) {
        assembly ("memory-safe") {
            $.slot := EMISSION_STORAGE
        }
    }
}
