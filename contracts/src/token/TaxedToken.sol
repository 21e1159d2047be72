// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title TaxedToken
/// @notice Stands in on local chains for the Four.meme token of TORA: a token of fixed supply that burns a part of
/// every transfer. It is never deployed to a public chain.
contract TaxedToken is ERC20, Ownable {
    /// @notice The highest tax, in hundredths of a percent: 99%.
    uint256 public constant MAX_TAX = 9_900;

    /// @notice What is burned of a transfer, in hundredths of a percent, rounded down.
    uint256 public tax;

    /// @notice The tax changed.
    /// @param previous until now, in hundredths of a percent
    /// @param tax from now on, in hundredths of a percent
    event TaxSet(uint256 previous, uint256 tax);

    /// @notice A tax above the highest.
    /// @param tax the one given, in hundredths of a percent
    /// @param most the highest, in hundredths of a percent
    error TaxTooHigh(uint256 tax, uint256 most);

    /// @param owner_ who may change the tax, and receives the whole supply
    /// @param supply in wei
    /// @param tax_ in hundredths of a percent; the Four.meme token's is 100
    constructor(address owner_, uint256 supply, uint256 tax_)
        ERC20("Taxed Tensora", "TAXED")
        Ownable(owner_)
    {
        _mint(owner_, supply);
        _setTax(tax_);
    }

    /// @notice Changes the tax. Owner only.
    /// @param newTax in hundredths of a percent, at most MAX_TAX
    function setTax(uint256 newTax) external onlyOwner {
        _setTax(newTax);
    }

    /// @inheritdoc ERC20
    /// @dev Minting and burning are not transfers and pay nothing.
    function _update(address from, address to, uint256 value) internal override {
        uint256 burned = from == address(0) || to == address(0) ? 0 : value * tax / 10_000;
        if (burned > 0) super._update(from, address(0), burned);
        super._update(from, to, value - burned);
    }

    function _setTax(uint256 newTax) private {
        if (newTax > MAX_TAX) revert TaxTooHigh(newTax, MAX_TAX);
        emit TaxSet(tax, newTax);
        tax = newTax;
    }
}
