// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {TaxedToken} from "../../../src/token/TaxedToken.sol";
import {WTORA} from "../../../src/token/WTORA.sol";
import {Test} from "../../support/Test.sol";

/// @notice All that can happen to a wrapper in use, in any order, and the books that are kept of it.
contract WTORAHandler is Test {
    uint256 public constant ACTORS = 3;

    WTORA private immutable wtora;
    TaxedToken private immutable token;
    address private immutable guardian;

    /// @notice Underlying tokens that came in by `wrap`, that came in otherwise, and that were sent out.
    uint256 public arrived;
    uint256 public donated;
    uint256 public sentOut;
    /// @notice How often somebody got more than was right.
    uint256 public overpaid;

    constructor(WTORA wtora_, TaxedToken token_, address guardian_) {
        (wtora, token, guardian) = (wtora_, token_, guardian_);
    }

    function actor(uint256 i) public pure returns (address) {
        return address(uint160(0xAC00 + i % ACTORS));
    }

    function wrap(uint256 who, uint256 to, uint256 value) external {
        value = bound(value, 0, token.balanceOf(actor(who)));
        uint256 before = token.balanceOf(address(wtora));
        vm.prank(actor(who));
        token.approve(address(wtora), value);
        vm.prank(actor(who));
        uint256 minted = wtora.wrap(value, actor(to), 0);
        uint256 came = token.balanceOf(address(wtora)) - before;
        arrived += came;
        if (minted > came) ++overpaid;
    }

    function unwrap(uint256 who, uint256 to, uint256 value) external {
        value = bound(value, 0, wtora.balanceOf(actor(who)));
        uint256 before = token.balanceOf(address(wtora));
        vm.prank(actor(who));
        wtora.unwrap(value, actor(to), 0);
        uint256 left = before - token.balanceOf(address(wtora));
        sentOut += left;
        if (left > value) ++overpaid;
    }

    function transfer(uint256 who, uint256 to, uint256 value) external {
        value = bound(value, 0, wtora.balanceOf(actor(who)));
        vm.prank(actor(who));
        wtora.transfer(actor(to), value);
    }

    /// @notice Tokens that are sent to the wrapper by mistake, or to shift what others get.
    function donate(uint256 who, uint256 value) external {
        value = bound(value, 0, token.balanceOf(actor(who)));
        uint256 before = token.balanceOf(address(wtora));
        vm.prank(actor(who));
        token.transfer(address(wtora), value);
        donated += token.balanceOf(address(wtora)) - before;
    }

    function setTax(uint256 tax) external {
        token.setTax(bound(tax, 0, token.MAX_TAX()));
    }

    function pauseOrNot(uint256 seldom) external {
        vm.prank(guardian);
        if (seldom % 8 == 0) wtora.pause();
        else wtora.unpause();
    }
}
