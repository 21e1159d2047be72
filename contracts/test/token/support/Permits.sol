// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ProtocolTest} from "../../governance/support/ProtocolTest.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @notice What is true of every token with permits.
abstract contract PermitTest is ProtocolTest {
    struct Permit {
        address owner;
        address spender;
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    uint256 private constant KEY = 0x5160;
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    /// @dev The token under test, with its name.
    function _permitted() internal view virtual returns (address token, string memory name);

    function test_aPermitIsUsedOnce() public {
        Permit memory p = _sign();
        vm.prank(STRANGER);
        _permit(p);
        (address token,) = _permitted();
        vm.assertEq(_allowance(token, p), p.value);
        vm.assertEq(IERC20Permit(token).nonces(p.owner), 1);
        _expectInvalidSigner();
        _permit(p);
    }

    function test_aPermitIsGoodUntilItsDeadline() public {
        Permit memory p = _sign();
        cheats.warp(p.deadline + 1);
        _expect(abi.encodeWithSignature("ERC2612ExpiredSignature(uint256)", p.deadline));
        _permit(p);
        cheats.warp(p.deadline);
        _permit(p);
        (address token,) = _permitted();
        vm.assertEq(_allowance(token, p), p.value);
    }

    /// @dev For one spender, one amount, one deadline, one owner.
    function test_aPermitIsForWhatWasSigned() public {
        for (uint256 i; i < 4; ++i) {
            Permit memory p = _sign();
            if (i == 0) p.spender = address(0x51);
            if (i == 1) p.value += 1;
            if (i == 2) p.deadline += 1;
            if (i == 3) p.owner = address(0x52);
            _expectInvalidSigner();
            _permit(p);
        }
    }

    function test_aPermitIsForOneChain() public {
        Permit memory p = _sign();
        cheats.chainId(block.chainid + 1);
        _expectInvalidSigner();
        _permit(p);
    }

    function _allowance(address token, Permit memory p) private view returns (uint256 allowance) {
        (, bytes memory answer) =
            token.staticcall(abi.encodeWithSignature("allowance(address,address)", p.owner, p.spender));
        return abi.decode(answer, (uint256));
    }

    function _permit(Permit memory p) private {
        (address token,) = _permitted();
        IERC20Permit(token).permit(p.owner, p.spender, p.value, p.deadline, p.v, p.r, p.s);
    }

    /// @dev As a wallet would make it.
    function _sign() private view returns (Permit memory p) {
        (address token, string memory name) = _permitted();
        p = Permit(cheats.addr(KEY), address(0x50), 5 ether, block.timestamp + 1 days, 0, 0, 0);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                token
            )
        );
        uint256 nonce = IERC20Permit(token).nonces(p.owner);
        bytes32 permit = keccak256(abi.encode(PERMIT, p.owner, p.spender, p.value, nonce, p.deadline));
        (p.v, p.r, p.s) = cheats.sign(KEY, keccak256(abi.encodePacked(hex"1901", domain, permit)));
    }

    /// @dev The signature is of somebody else, or of nobody.
    function _expectInvalidSigner() private {
        cheats.expectPartialRevert(bytes4(keccak256("ERC2612InvalidSigner(address,address)")));
    }
}
