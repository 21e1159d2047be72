// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title Roster
/// @notice Who takes part in which epoch, one bit a place: the epoch that runs, the one before, which may still be being
/// aggregated, and the next, which is the only one that changes.
/// @dev Also keeps which members are new since the latest epoch that was settled: their bonds begin at nothing.
library Roster {
    struct State {
        uint64 epoch;
        // Whether bonds of `epoch` are dealt with.
        bool settled;
        uint256 previousMembers;
        uint256 previousJoined;
        uint256 members;
        // New in this epoch.
        uint256 joined;
        // New in an earlier epoch that was not settled.
        uint256 carried;
        uint256 nextMembers;
        uint256 nextJoined;
    }

    /// @notice Turns the roster to the current epoch. To be called before anything changes it.
    function sync(State storage self, uint64 epoch) internal {
        uint64 last = self.epoch;
        if (epoch == last) return;
        uint256 unsettled = _unsettled(self);
        if (epoch == last + 1) {
            self.previousMembers = self.members;
            self.previousJoined = self.joined | self.carried;
            self.joined = self.nextJoined;
            self.carried = unsettled;
        } else {
            // Nobody came or went in the epochs between.
            self.previousMembers = self.nextMembers;
            self.previousJoined = self.nextJoined | unsettled;
            self.joined = 0;
            self.carried = self.previousJoined;
        }
        self.members = self.nextMembers;
        self.nextJoined = 0;
        self.settled = false;
        self.epoch = epoch;
    }

    /// @notice Gives a place to a new member from the next epoch on.
    function add(State storage self, uint256 place) internal {
        self.nextMembers |= 1 << place;
        self.nextJoined |= 1 << place;
    }

    /// @notice Empties a place from the next epoch on.
    function remove(State storage self, uint256 place) internal {
        self.nextMembers &= ~(1 << place);
    }

    /// @notice Notes that bonds of an epoch, the current one or the one before, are dealt with.
    function settle(State storage self, uint64 epoch, uint64 current) internal {
        sync(self, current);
        if (epoch == current) self.settled = true;
        else if (epoch + 1 == current) self.carried = 0;
    }

    /// @notice Members of an epoch: the one synced to, the one before, or any later one as things stand.
    function at(State storage self, uint64 epoch) internal view returns (uint256 members, uint256 joined) {
        uint64 synced = self.epoch;
        if (epoch == synced) return (self.members, self.joined | self.carried);
        if (epoch > synced) return (self.nextMembers, self.nextJoined | _unsettled(self));
        if (epoch + 1 == synced) return (self.previousMembers, self.previousJoined);
    }

    /// @notice The lowest place that is free in the next epoch.
    /// @param places how many there are
    function free(State storage self, uint256 places) internal view returns (bool found, uint256 place) {
        uint256 members = self.nextMembers;
        for (; place < places; ++place) {
            if (members & (1 << place) == 0) return (true, place);
        }
    }

    function _unsettled(State storage self) private view returns (uint256) {
        return self.settled ? 0 : self.joined | self.carried;
    }
}
