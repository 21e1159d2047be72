// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IStakePool} from "../interfaces/subnets/IStakePool.sol";
import {Roster} from "../libraries/Roster.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title StakePoolStorage
/// @notice What a stake pool remembers.
abstract contract StakePoolStorage {
    /// @dev The pool of one validator; it stays when the validator gives its slot up. Checkpoints are by epoch.
    struct Pool {
        uint128 assets;
        uint128 shares;
        // Shares that are not asked back.
        Checkpoints.Trace208 voting;
        Checkpoints.Trace208 take;
        // The validator's slot and 1, or 0.
        Checkpoints.Trace208 seat;
        mapping(address delegator => Checkpoints.Trace208) held;
        mapping(address delegator => IStakePool.Unbonding[]) unbondings;
    }

    /// @custom:storage-location erc7201:tensora.storage.StakePool
    struct StakePoolData {
        address subnet;
        IERC20 tora;
        address emissions;
        address trust;
        uint256 totalAssets;
        Roster.State roster;
        mapping(uint256 slot => Checkpoints.Trace160) holders;
        mapping(address validator => Pool) pools;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.StakePool")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STAKE_POOL_STORAGE =
        0x70c1cf6e315640eaa19d11eb35a5f694eef9709f6485fb4e9baed349781d1d00;

    function _data() internal pure returns (StakePoolData storage $) {
        assembly ("memory-safe") {
            $.slot := STAKE_POOL_STORAGE
        }
    }
}
