// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnet} from "../interfaces/subnets/ISubnet.sol";

/// @title SubnetStorage
/// @notice What a subnet remembers, apart from its clock and its consensus.
abstract contract SubnetStorage {
    /// @dev What a slot said of an epoch. 1 as the commitment means that scores are committed one by one.
    struct Ballot {
        bytes32 commitment;
        uint64 committedIn;
        uint64 revealedIn;
        uint32 weightSum;
        uint16 open;
    }

    /// @custom:storage-location erc7201:tensora.storage.Subnet
    struct SubnetData {
        ISubnet.Parts parts;
        uint256 subnetId;
        address subnetOwner;
        // The latest epoch in which the subnet was paused.
        uint64 pausedIn;
        // The epoch whose aggregation began last.
        uint64 opened;
        mapping(uint256 slot => Ballot) ballots;
        // Commitments one by one: by epoch, slot and uid.
        mapping(uint64 epoch => mapping(uint256 slot => mapping(uint256 uid => bytes32))) scores;
        // Revealed weights, 16 to a word by uid, the first in the highest bits; a block holds a word of every slot.
        mapping(uint256 word => uint256[64]) weights;
    }

    /// @dev The commitment of a ballot whose scores are committed one by one.
    bytes32 internal constant ONE_BY_ONE = bytes32(uint256(1));

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.Subnet")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SUBNET_STORAGE =
        0xfbb488f51926bba376ff0611e38208d13a721390f63e7bf6aee7326279a2af00;

    function _data() internal pure returns (SubnetData storage $) {
        assembly ("memory-safe") {
            $.slot := SUBNET_STORAGE
        }
    }
}
