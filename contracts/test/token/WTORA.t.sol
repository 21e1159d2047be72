// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IUpgradeManaged} from "../../src/interfaces/governance/IUpgradeManaged.sol";
import {IWTORA} from "../../src/interfaces/token/IWTORA.sol";
import {TaxedToken} from "../../src/token/TaxedToken.sol";
import {WTORA} from "../../src/token/WTORA.sol";
import {OddToken} from "./support/OddToken.sol";
import {PermitTest} from "./support/Permits.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice The wrapper over a token that takes a tax, and over stranger ones.
contract WTORATest is PermitTest {
    address private constant OWNER = address(0x71);
    address private constant MANAGER = address(0x72);
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);
    bytes4 private constant PAUSED = bytes4(keccak256("EnforcedPause()"));
    bytes4 private constant REENTERED = bytes4(keccak256("ReentrancyGuardReentrantCall()"));

    TaxedToken private token;
    WTORA private wtora;
    address private code;

    function setUp() public {
        cheats.warp(START);
        token = new TaxedToken(address(this), 1e33, 100);
        code = address(new WTORA());
        wtora = _wrapperOf(token);
        token.approve(address(wtora), type(uint256).max);
    }

    function _wrapperOf(IERC20 underlying) private returns (WTORA) {
        return WTORA(_proxy(code, _call(address(underlying))));
    }

    function _call(address underlying) private pure returns (bytes memory) {
        return abi.encodeCall(WTORA.initialize, (IERC20(underlying), OWNER, MANAGER, GUARDIAN));
    }

    function _permitted() internal view override returns (address, string memory) {
        return (address(wtora), "Wrapped Tensora");
    }

    function _unwrap(address from, uint256 value, address to) private returns (uint256) {
        vm.prank(from);
        return wtora.unwrap(value, to, 0);
    }

    /// @dev Over a token as it is, nothing given away yet.
    function _odd() private returns (OddToken odd) {
        odd = new OddToken(6);
        wtora = _wrapperOf(odd);
        odd.mint(address(this), 1_000);
        odd.approve(address(wtora), type(uint256).max);
    }

    // -- taxes

    function test_everyTaxFromNoneToNinetyNinePercent() public {
        for (uint256 percent; percent <= 99; ++percent) {
            token.setTax(percent * 100);
            uint256 value = 1e18 + 7 * percent + 1;
            uint256 minted = wtora.wrap(value, ALICE, 0);
            vm.assertEq(minted, value - value * percent / 100);
            vm.assertEq(wtora.balanceOf(ALICE), minted);
            vm.assertEq(token.balanceOf(address(wtora)), minted);
            uint256 before = token.balanceOf(BOB);
            uint256 received = _unwrap(ALICE, minted, BOB);
            vm.assertEq(received, minted - minted * percent / 100);
            vm.assertEq(token.balanceOf(BOB) - before, received);
            vm.assertEq(wtora.totalSupply(), 0);
            vm.assertEq(token.balanceOf(address(wtora)), 0);
        }
    }

    /// @dev Between two who come in and go out under four taxes, in either order: each is paid from his own.
    function test_aTaxThatChanges(uint256[2] memory values, uint256[4] memory taxes, bool turned) public {
        address[2] memory holders = turned ? [BOB, ALICE] : [ALICE, BOB];
        uint256[2] memory minted;
        for (uint256 i; i < 2; ++i) {
            values[i] = bound(values[i], 1, 1e30);
            taxes[i] = bound(taxes[i], 0, 9_900);
            token.setTax(taxes[i]);
            minted[i] = wtora.wrap(values[i], i == 0 ? ALICE : BOB, 0);
            vm.assertEq(minted[i], values[i] - values[i] * taxes[i] / 10_000);
        }
        for (uint256 i; i < 2; ++i) {
            vm.assertEq(token.balanceOf(address(wtora)), wtora.totalSupply());
            uint256 tax = bound(taxes[2 + i], 0, 9_900);
            token.setTax(tax);
            uint256 all = minted[holders[i] == ALICE ? 0 : 1];
            vm.assertEq(_unwrap(holders[i], all, holders[i]), all - all * tax / 10_000);
        }
        vm.assertEq(token.balanceOf(address(wtora)), 0);
    }

    function test_eventsSayWhatArrived() public {
        cheats.expectEmit(address(wtora));
        emit IWTORA.Wrapped(address(this), ALICE, 1_000, 990);
        wtora.wrap(1_000, ALICE, 0);
        cheats.expectEmit(address(wtora));
        emit IWTORA.Unwrapped(ALICE, BOB, 990, 981);
        _unwrap(ALICE, 990, BOB);
    }

    /// @dev A tax that rises while the transaction waits is bounded by the sender, to the wei.
    function test_theLeastAcceptedIsKept() public {
        _expect(abi.encodeWithSelector(IWTORA.ReceivedTooLittle.selector, 990, 991));
        wtora.wrap(1_000, address(this), 991);
        vm.assertEq(wtora.wrap(1_000, address(this), 990), 990);
        _expect(abi.encodeWithSelector(IWTORA.ReceivedTooLittle.selector, 981, 982));
        wtora.unwrap(990, address(this), 982);
        vm.assertEq(wtora.unwrap(990, address(this), 981), 981);
    }

    function test_nothingIsNotWrapped() public {
        _expect(abi.encodeWithSelector(IWTORA.ReceivedTooLittle.selector, 0, 0));
        wtora.wrap(0, address(this), 0);
    }

    function test_nobodyUnwrapsMoreThanHeHas() public {
        wtora.wrap(1_000, ALICE, 0);
        wtora.wrap(1_000, BOB, 0);
        _expect(abi.encodeWithSignature("ERC20InsufficientBalance(address,uint256,uint256)", ALICE, 990, 991));
        _unwrap(ALICE, 991, ALICE);
    }

    // -- donations

    /// @dev Who is first and sends a fortune after one wei shifts nothing for who comes next.
    function test_firstDepositorAndDonations() public {
        token.setTax(0);
        wtora.wrap(1, ALICE, 0);
        token.transfer(address(wtora), 1e27);
        vm.assertEq(wtora.totalSupply(), 1);
        vm.assertEq(wtora.wrap(1e18 + 1, BOB, 0), 1e18 + 1);
        vm.assertEq(_unwrap(ALICE, 1, ALICE), 1);
        vm.assertEq(_unwrap(BOB, 1e18 + 1, BOB), 1e18 + 1);
        vm.assertEq(token.balanceOf(address(wtora)), 1e27);
    }

    /// @dev To itself it would give what nobody could take out, or count its own tokens as come in.
    function test_theWrapperIsNoReceiver() public {
        wtora.wrap(1_000, address(this), 0);
        bytes memory refusal = abi.encodeWithSignature("ERC20InvalidReceiver(address)", wtora);
        _expect(refusal);
        wtora.wrap(1_000, address(wtora), 0);
        _expect(refusal);
        wtora.unwrap(990, address(wtora), 0);
    }

    // -- tokens that do more or less than they were told

    function test_whatATokenAddsIsNotTheSenders() public {
        OddToken odd = _odd();
        wtora.wrap(100, ALICE, 0);
        odd.setExtras(5, 0);
        vm.assertEq(wtora.wrap(100, BOB, 100), 100);
        vm.assertEq(wtora.totalSupply(), 200);
        vm.assertEq(odd.balanceOf(address(wtora)), 205);
    }

    /// @dev Else the last to leave would pay for the first.
    function test_aTokenThatTakesMoreFromTheWrapperIsRefused() public {
        OddToken odd = _odd();
        wtora.wrap(100, ALICE, 0);
        wtora.wrap(100, BOB, 0);
        odd.setExtras(0, 3);
        _expect(abi.encodeWithSelector(IWTORA.UnderlyingTookTooMuch.selector, 103, 100));
        _unwrap(ALICE, 100, ALICE);
        odd.setExtras(0, 0);
        _unwrap(ALICE, 100, ALICE);
        vm.assertEq(odd.balanceOf(address(wtora)), 100);
    }

    /// @dev A newcomer does not fill the hole of those before.
    function test_nothingIsWrappedWhileTheBackingIsShort() public {
        OddToken odd = _odd();
        wtora.wrap(100, ALICE, 0);
        odd.rebase(address(wtora), 1);
        _expect(abi.encodeWithSelector(IWTORA.Undercollateralised.selector, 99, 100));
        wtora.wrap(100, BOB, 0);
        vm.assertEq(_unwrap(ALICE, 99, ALICE), 99);
        odd.transfer(address(wtora), 1);
        wtora.wrap(100, BOB, 0);
        vm.assertEq(wtora.balanceOf(BOB), 100);
    }

    function test_aTokenThatAnswersNothingIsWrapped() public {
        OddToken odd = _odd();
        odd.setAnswer(OddToken.Answer.Nothing);
        wtora.wrap(100, ALICE, 0);
        vm.assertEq(_unwrap(ALICE, 40, BOB), 40);
        vm.assertEq(odd.balanceOf(BOB), 40);
    }

    function test_aTokenThatAnswersNoIsRefused() public {
        OddToken odd = _odd();
        wtora.wrap(100, ALICE, 0);
        odd.setAnswer(OddToken.Answer.False);
        bytes memory refusal = abi.encodeWithSignature("SafeERC20FailedOperation(address)", odd);
        _expect(refusal);
        wtora.wrap(100, ALICE, 0);
        _expect(refusal);
        _unwrap(ALICE, 100, ALICE);
    }

    /// @dev A token that calls whom it likes, on the way in and on the way out.
    function test_reentrancyIsRefused() public {
        OddToken odd = _odd();
        wtora.wrap(100, ALICE, 0);
        bytes[2] memory calls =
            [abi.encodeCall(wtora.wrap, (1, ALICE, 0)), abi.encodeCall(wtora.unwrap, (1, ALICE, 0))];
        for (uint256 i; i < 2; ++i) {
            odd.setCall(address(wtora), calls[i]);
            vm.expectRevert(REENTERED);
            wtora.wrap(100, ALICE, 0);
            vm.expectRevert(REENTERED);
            _unwrap(ALICE, 100, ALICE);
        }
    }

    // -- a pause

    /// @dev The bridge must always be able to take in and give back what it holds.
    function test_aPauseStopsTheWrapperAndNoTransfer() public {
        wtora.wrap(1_000, ALICE, 0);
        vm.prank(GUARDIAN);
        wtora.pause();
        vm.expectRevert(PAUSED);
        wtora.wrap(1_000, ALICE, 0);
        vm.expectRevert(PAUSED);
        _unwrap(ALICE, 990, ALICE);

        vm.prank(ALICE);
        wtora.approve(address(this), 500);
        wtora.transferFrom(ALICE, BOB, 500);
        vm.prank(ALICE);
        wtora.transfer(BOB, 490);
        vm.assertEq(wtora.balanceOf(BOB), 990);

        vm.prank(OWNER);
        wtora.unpause();
        vm.assertEq(_unwrap(BOB, 990, BOB), 981);
    }

    // -- what it is

    function test_isSetUpAsAsked() public {
        vm.assertEq(wtora.name(), "Wrapped Tensora");
        vm.assertEq(wtora.symbol(), "WTORA");
        vm.assertEq(wtora.decimals(), 18);
        vm.assertEq(address(wtora.underlying()), address(token));
        vm.assertEq(wtora.owner(), OWNER);
        vm.assertEq(wtora.guardian(), GUARDIAN);
        vm.assertEq(wtora.upgradeManager(), MANAGER);
        _odd();
        vm.assertEq(wtora.decimals(), 6);
    }

    function test_wrapsTokensOnly() public {
        address[2] memory none = [STRANGER, address(0)];
        for (uint256 i; i < 2; ++i) {
            bytes memory call = _call(none[i]);
            _expect(abi.encodeWithSelector(IWTORA.InvalidUnderlying.selector, none[i]));
            new ERC1967Proxy(code, call);
        }
    }

    function test_isInitialisedOnceAndItsCodeNever() public {
        _expectInitialized();
        wtora.initialize(token, STRANGER, STRANGER, STRANGER);
        _expectInitialized();
        WTORA(code).initialize(token, STRANGER, STRANGER, STRANGER);
    }

    /// @dev Not the owner either. What is wrapped stays wrapped.
    function test_onlyTheManagerUpgrades() public {
        wtora.wrap(1_000, ALICE, 0);
        address next = address(new WTORA());
        address[3] memory others = [OWNER, GUARDIAN, STRANGER];
        for (uint256 i; i < 3; ++i) {
            _expect(abi.encodeWithSelector(IUpgradeManaged.NotUpgradeManager.selector, others[i], MANAGER));
            vm.prank(others[i]);
            wtora.upgradeToAndCall(next, "");
        }
        vm.prank(MANAGER);
        wtora.upgradeToAndCall(next, "");
        vm.assertEq(_implementationOf(address(wtora)), next);
        vm.assertEq(wtora.balanceOf(ALICE), 990);
        vm.assertEq(_unwrap(ALICE, 990, BOB), 981);
    }

    function test_keepsItsStorageInItsNamespace() public view {
        bytes32 word = cheats.load(address(wtora), _namespace("tensora.storage.WTORA"));
        vm.assertEq(uint256(word), 18 << 160 | uint256(uint160(address(token))));
    }
}
