// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {TaxedToken} from "../../src/token/TaxedToken.sol";
import {WTORA} from "../../src/token/WTORA.sol";
import {ProtocolTest} from "../governance/support/ProtocolTest.sol";
import {WTORAHandler} from "./support/WTORAHandler.sol";

/// @notice What holds after any sequence of wraps, unwraps, transfers, donations, pauses and taxes.
contract WTORAInvariantsTest is ProtocolTest {
    TaxedToken private token;
    WTORA private wtora;
    WTORAHandler private handler;

    function setUp() public {
        token = new TaxedToken(address(this), 3e27, 100);
        wtora = WTORA(
            _proxy(
                address(new WTORA()),
                abi.encodeCall(WTORA.initialize, (token, address(0x71), address(0x72), GUARDIAN))
            )
        );
        handler = new WTORAHandler(wtora, token, GUARDIAN);
        token.setTax(0);
        for (uint256 i; i < handler.ACTORS(); ++i) {
            token.transfer(handler.actor(i), 1e27);
        }
        token.setTax(100);
        token.transferOwnership(address(handler));
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Whatever the tax was and is: all that exists can be taken out.
    function invariant_isSolvent() public view {
        vm.assertTrue(token.balanceOf(address(wtora)) >= wtora.totalSupply(), "insolvent");
    }

    /// @dev To the wei: what came in by wrapping and did not go out is what exists, and donations are nobody's.
    function invariant_theBooksAreRight() public view {
        vm.assertEq(wtora.totalSupply(), handler.arrived() - handler.sentOut());
        vm.assertEq(token.balanceOf(address(wtora)), wtora.totalSupply() + handler.donated());
    }

    function invariant_nobodyGetsMoreThanIsRight() public view {
        vm.assertEq(handler.overpaid(), 0);
    }

    /// @dev There is no WTORA beside that of the actors.
    function invariant_allOfItHasAnOwner() public view {
        uint256 sum;
        for (uint256 i; i < handler.ACTORS(); ++i) {
            sum += wtora.balanceOf(handler.actor(i));
        }
        vm.assertEq(sum, wtora.totalSupply());
    }
}
