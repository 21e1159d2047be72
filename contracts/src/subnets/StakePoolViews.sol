// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IStakePool} from "../interfaces/subnets/IStakePool.sol";
import {Roster} from "../libraries/Roster.sol";
import {StakePoolStorage} from "./StakePoolStorage.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title StakePoolViews
/// @notice What a stake pool tells.
abstract contract StakePoolViews is IStakePool, StakePoolStorage {
    using Checkpoints for Checkpoints.Trace160;
    using Checkpoints for Checkpoints.Trace208;
    using Roster for Roster.State;

    /// @inheritdoc IStakePool
    function roster(uint64 epoch) external view returns (uint256 members, uint256 joined) {
        return _data().roster.at(epoch);
    }

    /// @inheritdoc IStakePool
    function slotOf(address validator, uint64 epoch) external view returns (bool found, uint8 slot) {
        uint256 seat = _data().pools[validator].seat.upperLookupRecent(uint48(epoch));
        if (seat != 0) return (true, uint8(seat - 1));
    }

    /// @inheritdoc IStakePool
    function validatorIn(uint8 slot, uint64 epoch) public view returns (address) {
        return address(_data().holders[slot].upperLookupRecent(epoch));
    }

    /// @inheritdoc IStakePool
    function voicesOf(uint64 epoch, uint256 slots)
        external
        view
        returns (address[] memory accounts, uint256[] memory stakes)
    {
        accounts = new address[](slots);
        stakes = new uint256[](slots);
        for (uint256 i = 0; i < slots; ++i) {
            accounts[i] = validatorIn(uint8(i), epoch);
            if (accounts[i] != address(0)) stakes[i] = stakeOf(accounts[i], epoch);
        }
    }

    /// @inheritdoc IStakePool
    function stakeOf(address validator, uint64 epoch) public view returns (uint256) {
        Pool storage pool = _data().pools[validator];
        return _value(pool, pool.voting.upperLookupRecent(uint48(epoch)));
    }

    /// @inheritdoc IStakePool
    function sharesOf(address validator, address delegator, uint64 epoch)
        external
        view
        returns (uint256 total, uint256 held, uint16 take)
    {
        Pool storage pool = _data().pools[validator];
        total = pool.voting.upperLookupRecent(uint48(epoch));
        held = pool.held[delegator].upperLookupRecent(uint48(epoch));
        take = uint16(pool.take.upperLookupRecent(uint48(epoch)));
    }

    /// @inheritdoc IStakePool
    function validatorOf(address account) external view returns (Validator memory) {
        Pool storage pool = _data().pools[account];
        uint256 seat = pool.seat.latest();
        return Validator({
            account: account,
            slot: seat == 0 ? 0 : uint8(seat - 1),
            seated: seat != 0,
            assets: pool.assets,
            shares: pool.shares,
            take: uint16(pool.take.latest())
        });
    }

    /// @inheritdoc IStakePool
    function valueOf(address validator, uint256 shares) external view returns (uint256) {
        return _value(_data().pools[validator], shares);
    }

    /// @inheritdoc IStakePool
    function unbondingsOf(address validator, address delegator) external view returns (Unbonding[] memory) {
        return _data().pools[validator].unbondings[delegator];
    }

    /// @inheritdoc IStakePool
    function totalAssets() external view returns (uint256) {
        return _data().totalAssets;
    }

    /// @inheritdoc IStakePool
    function subnet() external view returns (address) {
        return _data().subnet;
    }

    /// @dev Value of shares, rounded down; all shares together are worth no more than the assets.
    function _value(Pool storage pool, uint256 shares) internal view returns (uint256) {
        return Math.mulDiv(shares, uint256(pool.assets) + 1, uint256(pool.shares) + 1);
    }
}
