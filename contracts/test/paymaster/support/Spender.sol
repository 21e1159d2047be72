// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What an operation may do to make its settlement hard.
contract Spender {
    /// @notice Uses all gas there is.
    function burn() external pure {
        while (true) {}
    }

    /// @notice Uses about so much gas.
    function use(uint256 gas_) external view {
        uint256 start = gasleft();
        while (start - gasleft() < gas_) {}
    }

    /// @notice Fails with a reason of so many bytes.
    function fail(uint256 size) external pure {
        assembly ("memory-safe") {
            revert(mload(0x40), size)
        }
    }

    /// @notice Gives TORA to the caller.
    function give(IERC20 token, uint256 amount) external {
        token.transfer(msg.sender, amount);
    }
}
