// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title IGlobalTrust
/// @notice How far a validator is trusted, over all subnets. Full trust is 10,000; a slash in one subnet lowers it and with
/// it the weight of the validator's stake in every other. What one subnet took comes back by `recoveryPerDay` a day.
/// @dev A subnet may lie. It can take from validators only that agreed to be judged by it, and never more than
/// `capPerSubnet` from one of them at a time. The owner can cut a subnet off, and forgive.
interface IGlobalTrust {
    /// @notice A subnet may report.
    event ReporterSet(address indexed subnet, bool allowed);

    /// @notice A validator agreed to be judged by a subnet, or withdrew that.
    event Authorized(address indexed validator, address indexed subnet, bool authorized);

    /// @notice A subnet lowered the trust in a validator.
    /// @param asked what the subnet asked for, of 10,000
    /// @param taken what was taken, of 10,000
    /// @param trust what is left, of 10,000
    event TrustLowered(
        address indexed validator, address indexed subnet, uint256 asked, uint256 taken, uint256 trust
    );

    /// @notice The owner gave trust back.
    event TrustForgiven(address indexed validator, address indexed subnet);

    /// @notice The rules were set.
    /// @param capPerSubnet the most that one subnet can take from a validator, of 10,000
    /// @param recoveryPerDay of what one subnet took, comes back a day, of 10,000
    event RulesSet(uint16 capPerSubnet, uint16 recoveryPerDay);

    /// @notice The account is no subnet, or was cut off.
    error NotReporter(address account);

    /// @notice Only the SubnetRegistry and the owner may do this.
    error NotRegistry(address caller);

    /// @notice The validator has not agreed to be judged by this subnet.
    error NotAuthorizedBy(address validator, address subnet);

    /// @notice A validator can be judged by so many subnets at a time.
    error TooManySubnets(uint256 most);

    /// @notice A validator cannot shake off what a subnet took before it has come back.
    error PenaltyOutstanding(address validator, address subnet, uint256 penalty);

    /// @notice A rule is above 10,000, or the cap is zero.
    error BadRules(uint16 capPerSubnet, uint16 recoveryPerDay);

    /// @notice Agrees that a subnet may lower the trust in the caller.
    function authorize(address subnet) external;

    /// @notice Withdraws that. Not before what the subnet took has come back; a validator should leave the subnet first.
    function revoke(address subnet) external;

    /// @notice Lowers the trust in a validator. Subnets only.
    /// @param penalty of 10,000; cut to what the cap leaves
    function penalise(address validator, uint16 penalty) external;

    /// @notice Lets a subnet report, or not. SubnetRegistry or owner.
    function setReporter(address subnet, bool allowed) external;

    /// @notice Gives back what a subnet took from a validator. Owner only.
    function forgive(address validator, address subnet) external;

    /// @notice Sets the rules. Owner only.
    function setRules(uint16 capPerSubnet, uint16 recoveryPerDay) external;

    /// @notice Trust in a validator now, of 10,000.
    function trustOf(address validator) external view returns (uint256);

    /// @notice Trust in many validators now, of 10,000; that in nobody is 0.
    function trustOfAll(address[] calldata validators) external view returns (uint256[] memory);

    /// @notice What a subnet took from a validator and has not come back, of 10,000.
    function penaltyOf(address validator, address subnet) external view returns (uint256);

    /// @notice Whether a validator agreed to be judged by a subnet that may report.
    function isAuthorized(address validator, address subnet) external view returns (bool);

    /// @notice The rules, of 10,000 each.
    function rules() external view returns (uint16 capPerSubnet, uint16 recoveryPerDay);
}
