// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IEmissionManager} from "../../src/interfaces/subnets/IEmissionManager.sol";
import {ClaimBooks} from "./support/ClaimBooks.sol";
import {MiningHandler} from "./support/MiningHandler.sol";
import {SubnetTest} from "./support/SubnetTest.sol";

/// @notice What holds where validators mine too, whatever strangers claim: rows are their sums, every epoch ends, and
/// everyone is paid what it earned.
abstract contract MiningInvariantsTest is SubnetTest {
    /// @dev As forge reads it.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    MiningHandler private handler;
    ClaimBooks private books;

    /// @dev How many miners there are.
    function _places() internal pure virtual returns (uint256);

    function setUp() public override {
        super.setUp();
        books = new ClaimBooks(subnet, consensus, emissions, tora, _places());
        _addMiners(_places());
        _addValidators(books.VALIDATORS());
        for (uint256 i = 0; i < books.DELEGATORS(); ++i) {
            _delegate(books.delegator(i), books.validator(i), STAKE / 3 + i);
            _delegate(books.delegator(i), books.validator(3), STAKE / 7 + i);
        }
        _toNextEpoch();
        handler = new MiningHandler(subnet, consensus, miners, tora, books, _places());
        // Everybody votes while the last place is another's; then a validator takes it, and goes on voting.
        handler.epoch(0, 1, 1);
        handler.take(1, 2);
        handler.epoch(0, 3, 2);
        vm.assertEq(handler.rowsInTheLastPlace(), 1);
    }

    /// @notice Tells forge whom to call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @notice And what: the rest of it is for itself.
    function targetSelectors() external view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0].addr = address(handler);
        selectors[0].selectors = new bytes4[](3);
        selectors[0].selectors[0] = handler.take.selector;
        selectors[0].selectors[1] = handler.epoch.selector;
        selectors[0].selectors[2] = handler.claim.selector;
    }

    /// @dev A row is its sum, every epoch ends; claimed means paid, and paid is what was earned. In one, for a run is long.
    function invariantRowsEpochsAndPayments() public view {
        vm.assertEq(handler.wrongRows(), 0, "a row is not its sum");
        vm.assertEq(handler.stuck(), 0, "an epoch did not end");
        for (uint256 i = 0; i < books.epochCount(); ++i) {
            uint64 epoch = books.epochs(i);
            for (uint256 j = 0; j < books.VALIDATORS(); ++j) {
                address account = books.validator(j);
                if (emissions.claimed(1, epoch, account)) _assertPaid(epoch, account);
            }
        }
    }

    /// @dev At the end of a run all that is left is claimed: everyone has been paid exactly what it earned.
    function afterInvariant() public {
        for (uint256 i = 0; i < books.epochCount(); ++i) {
            uint64 epoch = books.epochs(i);
            for (uint256 j = 0; j < books.accountCount(); ++j) {
                _settle(epoch, books.accountOf(j));
            }
            for (uint256 j = 0; j < books.VALIDATORS(); ++j) {
                for (uint256 k = 0; k < books.DELEGATORS(); ++k) {
                    _settleDelegation(epoch, books.delegator(k), books.validator(j));
                }
            }
            IEmissionManager.Pools memory pools = emissions.poolsOf(1, epoch);
            vm.assertEq(pools.minersPaid, pools.miners);
            // What several delegators of one validator get is rounded down, each.
            vm.assertTrue(
                pools.validators - pools.validatorsPaid < books.DELEGATORS(), "more than dust is left"
            );
        }
    }

    function _settle(uint64 epoch, address account) private {
        books.claimRewards(epoch, account);
        _assertPaid(epoch, account);
    }

    function _settleDelegation(uint64 epoch, address delegator, address validator) private {
        books.claimDelegation(epoch, delegator, validator);
        uint256 earned =
            consensus.delegatorRewardOf(epoch, delegator, validator, emissions.poolsOf(1, epoch).validators);
        vm.assertEq(books.paid(epoch, delegator, validator), earned, "a delegator was paid otherwise");
    }

    function _assertPaid(uint64 epoch, address account) private view {
        IEmissionManager.Pools memory pools = emissions.poolsOf(1, epoch);
        (uint256 asMiner, uint256 asValidator) =
            consensus.rewardOf(epoch, account, pools.miners, pools.validators);
        vm.assertEq(books.paid(epoch, account, address(0)), asMiner + asValidator, "paid otherwise");
    }
}

/// @notice The last place is alone in the second word of weights.
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 20
contract SeventeenMinersInvariantsTest is MiningInvariantsTest {
    function _places() internal pure override returns (uint256) {
        return 17;
    }
}

/// @notice The last place is alone in the third word.
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 20
contract ThirtyThreeMinersInvariantsTest is MiningInvariantsTest {
    function _places() internal pure override returns (uint256) {
        return 33;
    }
}
