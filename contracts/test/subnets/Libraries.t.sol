// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Lanes} from "../../src/libraries/Lanes.sol";
import {Roster} from "../../src/libraries/Roster.sol";
import {Test} from "../support/Test.sol";

/// @notice Packed numbers and rosters against plain models.
contract LibrariesTest is Test {
    using Lanes for mapping(uint256 word => uint256);
    using Roster for Roster.State;

    mapping(uint256 word => uint256) private words;
    Roster.State private roster;

    // The model of the roster: members and newcomers of every epoch, and which epochs are settled.
    mapping(uint256 epoch => uint256) private members;
    mapping(uint256 epoch => uint256) private came;
    mapping(uint256 epoch => bool) private settled;

    function testFuzzLanesReadWhatWasWritten(uint256 seed, uint8 count, uint8 pick) public {
        uint8[4] memory sizes = [33, 36, 42, 64];
        uint256 bits = sizes[pick % 4];
        uint256[] memory values = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            values[i] = uint256(keccak256(abi.encode(seed, i))) & ((1 << bits) - 1);
        }
        uint256 from = 16 * (seed % 5);
        words.store(bits, from, values);
        uint256[] memory read = words.load(bits, from, count);
        vm.assertEq(read.length, count);
        for (uint256 i = 0; i < count; ++i) {
            vm.assertEq(read[i], values[i]);
            vm.assertEq(words.get(bits, from + i), values[i]);
        }
    }

    /// @dev A walk through epochs, some skipped, some settled late or never; at every step the roster says of the current
    /// and the former epoch what the model says.
    function testFuzzTheRosterAgreesWithItsModel(uint256 seed) public {
        uint64 epoch = 1;
        for (uint256 step = 0; step < 40; ++step) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, step)));
            uint256 place = (drawn >> 8) % 6;
            if (drawn % 4 == 0) _join(epoch, place);
            else if (drawn % 4 == 1) _leave(epoch, place);
            else if (drawn % 4 == 2) _settle(epoch, (drawn >> 16) % 2 == 0);
            else epoch = _pass(epoch, uint64((drawn >> 16) % 3));
            _compare(epoch);
        }
    }

    function _join(uint64 epoch, uint256 place) private {
        roster.sync(epoch);
        if (members[epoch + 1] & (1 << place) != 0) return;
        roster.add(place);
        members[epoch + 1] |= 1 << place;
        came[epoch + 1] |= 1 << place;
    }

    function _leave(uint64 epoch, uint256 place) private {
        roster.sync(epoch);
        roster.remove(place);
        members[epoch + 1] &= ~(1 << place);
    }

    function _settle(uint64 epoch, bool former) private {
        if (former && epoch == 1) return;
        uint64 which = former ? epoch - 1 : epoch;
        // Epochs are settled in order: the former one cannot be any more when the current one is.
        if (former && settled[epoch]) return;
        roster.settle(which, epoch);
        settled[which] = true;
    }

    function _pass(uint64 epoch, uint64 skipped) private returns (uint64) {
        for (uint64 next = epoch + 1; next <= epoch + 1 + skipped; ++next) {
            members[next + 1] = members[next];
        }
        return epoch + 1 + skipped;
    }

    function _compare(uint64 epoch) private view {
        _compareOne(epoch);
        _compareOne(epoch + 1);
        if (epoch > 1 && !settled[epoch]) _compareOne(epoch - 1);
    }

    function _compareOne(uint64 epoch) private view {
        (uint256 is_, uint256 joined) = roster.at(epoch);
        vm.assertEq(is_, members[epoch], "members");
        uint256 expected = came[epoch];
        for (uint256 e = epoch - 1; e > 0 && !settled[e]; --e) {
            expected |= came[e];
        }
        vm.assertEq(joined & is_, expected & is_, "newcomers");
    }
}
