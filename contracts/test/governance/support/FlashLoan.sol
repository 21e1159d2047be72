// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ToraGovernor} from "../../../src/governance/ToraGovernor.sol";
import {StakedTora} from "../../../src/token/StakedTora.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Lends all it has to whoever gives it back in the same transaction.
contract FlashLender {
    error NotGivenBack(uint256 missing);

    function lend(IERC20 token, FlashVoter borrower, bytes calldata action) external {
        uint256 amount = token.balanceOf(address(this));
        token.transfer(address(borrower), amount);
        borrower.use(amount, action);
        uint256 back = token.balanceOf(address(this));
        if (back < amount) revert NotGivenBack(amount - back);
    }
}

/// @notice Stakes a loan, acts on the governor, and takes the stake back.
contract FlashVoter {
    ToraGovernor private immutable governor;
    StakedTora private immutable staked;

    constructor(ToraGovernor governor_, StakedTora staked_) {
        (governor, staked) = (governor_, staked_);
    }

    function use(uint256 amount, bytes calldata action) external {
        IERC20 token = staked.tora();
        token.approve(address(staked), amount);
        staked.stake(amount, address(this));
        act(action);
        staked.exit(staked.requestExit(amount), msg.sender);
    }

    function act(bytes calldata action) public {
        if (action.length == 0) return;
        (bool done, bytes memory reason) = address(governor).call(action);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
