// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token that does with a transfer what a wrapper would not expect.
contract OddToken is ERC20 {
    enum Answer {
        True,
        Nothing,
        False
    }

    uint8 private immutable places;
    /// @notice What the receiver gets beside the amount, and what the sender loses beside it.
    uint256 public bonus;
    uint256 public levy;
    Answer public answer;
    address private called;
    bytes private call;

    constructor(uint8 places_) ERC20("Odd", "ODD") {
        places = places_;
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    /// @notice Lowers a balance without a transfer.
    function rebase(address account, uint256 amount) external {
        _burn(account, amount);
    }

    function setExtras(uint256 bonus_, uint256 levy_) external {
        (bonus, levy) = (bonus_, levy_);
    }

    function setAnswer(Answer answer_) external {
        answer = answer_;
    }

    /// @notice Whom a transfer calls, with what.
    function setCall(address called_, bytes calldata call_) external {
        (called, call) = (called_, call_);
    }

    function decimals() public view override returns (uint8) {
        return places;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        if (answer != Answer.False) super.transfer(to, value);
        return _answer();
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        if (answer != Answer.False) super.transferFrom(from, to, value);
        return _answer();
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from == address(0) || to == address(0)) return;
        if (bonus > 0) super._update(address(0), to, bonus);
        if (levy > 0) super._update(from, address(0), levy);
        if (called == address(0)) return;
        (bool done, bytes memory reason) = called.call(call);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    function _answer() private view returns (bool) {
        if (answer == Answer.Nothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return answer == Answer.True;
    }
}
