// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ERC20} from "solady/src/tokens/ERC20.sol";
import {WETH} from "solady/src/tokens/WETH.sol";

/// @title WrappedBNB
/// @notice BNB, the native coin of Tensora, as an ERC-20 token: one token for one coin, at any time both ways.
/// @dev Lives at the rollup's wrapped-coin predeploy. Genesis puts its code there without running a constructor,
/// so it has none, and no immutable either.
contract WrappedBNB is WETH {
    /// @inheritdoc WETH
    function name() public pure override returns (string memory) {
        return "Wrapped BNB";
    }

    /// @inheritdoc WETH
    function symbol() public pure override returns (string memory) {
        return "WBNB";
    }

    /// @inheritdoc ERC20
    /// @dev Nobody may move coins without an allowance of their owner, Permit2 included.
    function _givePermit2InfiniteAllowance() internal pure override returns (bool) {
        return false;
    }
}
