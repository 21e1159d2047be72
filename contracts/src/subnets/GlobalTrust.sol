// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Governed} from "../governance/Governed.sol";
import {IGlobalTrust} from "../interfaces/subnets/IGlobalTrust.sol";

/// @title GlobalTrust
/// @notice Trust in validators over all subnets, see IGlobalTrust.
contract GlobalTrust is IGlobalTrust, Governed {
    /// @dev What one subnet took from one validator, when it was last counted.
    struct Penalty {
        uint16 amount;
        uint64 at;
        bool authorized;
    }

    /// @custom:storage-location erc7201:tensora.storage.GlobalTrust
    struct GlobalTrustData {
        address registry;
        uint16 capPerSubnet;
        uint16 recoveryPerDay;
        mapping(address subnet => bool) reporters;
        // The subnets that a validator agreed to be judged by.
        mapping(address validator => address[]) judges;
        mapping(address validator => mapping(address subnet => Penalty)) penalties;
        // Whether anything was ever taken from a validator: most keep their record clean, and are read at once.
        mapping(address validator => bool) marked;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("tensora.storage.GlobalTrust")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant GLOBAL_TRUST_STORAGE =
        0xfbf1b375f263204fd7a5b463c7ec8fa87df331d1e6615e295ee293934ba4ea00;

    uint256 private constant FULL = 10_000;
    uint256 private constant MAX_JUDGES = 16;

    /// @notice Sets the registry of trust up.
    /// @param owner_ the timelock
    /// @param upgradeManager_ the UpgradeManager
    /// @param registry the SubnetRegistry
    /// @param capPerSubnet see `setRules`
    /// @param recoveryPerDay see `setRules`
    function initialize(
        address owner_,
        address upgradeManager_,
        address registry,
        uint16 capPerSubnet,
        uint16 recoveryPerDay
    ) external initializer {
        __Governed_init(owner_, upgradeManager_);
        _data().registry = registry;
        _setRules(capPerSubnet, recoveryPerDay);
    }

    /// @inheritdoc IGlobalTrust
    function authorize(address subnet) external {
        GlobalTrustData storage $ = _data();
        if (!$.reporters[subnet]) revert NotReporter(subnet);
        Penalty storage penalty = $.penalties[msg.sender][subnet];
        if (penalty.authorized) return;
        address[] storage judges = $.judges[msg.sender];
        if (judges.length == MAX_JUDGES) revert TooManySubnets(MAX_JUDGES);
        penalty.authorized = true;
        judges.push(subnet);
        emit Authorized(msg.sender, subnet, true);
    }

    /// @inheritdoc IGlobalTrust
    function revoke(address subnet) external {
        GlobalTrustData storage $ = _data();
        if (!$.penalties[msg.sender][subnet].authorized) revert NotAuthorizedBy(msg.sender, subnet);
        uint256 outstanding = penaltyOf(msg.sender, subnet);
        if (outstanding != 0) revert PenaltyOutstanding(msg.sender, subnet, outstanding);
        delete $.penalties[msg.sender][subnet];
        address[] storage judges = $.judges[msg.sender];
        uint256 at = 0;
        while (judges[at] != subnet) ++at;
        judges[at] = judges[judges.length - 1];
        judges.pop();
        emit Authorized(msg.sender, subnet, false);
    }

    /// @inheritdoc IGlobalTrust
    function penalise(address validator, uint16 asked) external {
        GlobalTrustData storage $ = _data();
        if (!$.reporters[msg.sender]) revert NotReporter(msg.sender);
        Penalty storage penalty = $.penalties[validator][msg.sender];
        if (!penalty.authorized) revert NotAuthorizedBy(validator, msg.sender);
        uint256 standing = penaltyOf(validator, msg.sender);
        uint256 left = $.capPerSubnet > standing ? $.capPerSubnet - standing : 0;
        uint256 taken = asked < left ? asked : left;
        penalty.amount = uint16(standing + taken);
        penalty.at = uint64(block.timestamp);
        $.marked[validator] = true;
        emit TrustLowered(validator, msg.sender, asked, taken, trustOf(validator));
    }

    /// @inheritdoc IGlobalTrust
    function setReporter(address subnet, bool allowed) external {
        if (msg.sender != _data().registry && msg.sender != owner()) revert NotRegistry(msg.sender);
        _data().reporters[subnet] = allowed;
        emit ReporterSet(subnet, allowed);
    }

    /// @inheritdoc IGlobalTrust
    function forgive(address validator, address subnet) external onlyOwner {
        _data().penalties[validator][subnet].amount = 0;
        emit TrustForgiven(validator, subnet);
    }

    /// @inheritdoc IGlobalTrust
    function setRules(uint16 capPerSubnet, uint16 recoveryPerDay) external onlyOwner {
        _setRules(capPerSubnet, recoveryPerDay);
    }

    /// @inheritdoc IGlobalTrust
    function trustOfAll(address[] calldata validators) external view returns (uint256[] memory trusts) {
        trusts = new uint256[](validators.length);
        for (uint256 i = 0; i < validators.length; ++i) {
            if (validators[i] != address(0)) trusts[i] = trustOf(validators[i]);
        }
    }

    /// @inheritdoc IGlobalTrust
    function isAuthorized(address validator, address subnet) external view returns (bool) {
        return _data().reporters[subnet] && _data().penalties[validator][subnet].authorized;
    }

    /// @inheritdoc IGlobalTrust
    function rules() external view returns (uint16 capPerSubnet, uint16 recoveryPerDay) {
        return (_data().capPerSubnet, _data().recoveryPerDay);
    }

    /// @inheritdoc IGlobalTrust
    function trustOf(address validator) public view returns (uint256) {
        if (!_data().marked[validator]) return FULL;
        address[] storage judges = _data().judges[validator];
        uint256 taken = 0;
        for (uint256 i = 0; i < judges.length; ++i) {
            taken += penaltyOf(validator, judges[i]);
        }
        return taken < FULL ? FULL - taken : 0;
    }

    /// @inheritdoc IGlobalTrust
    function penaltyOf(address validator, address subnet) public view returns (uint256) {
        Penalty storage penalty = _data().penalties[validator][subnet];
        uint256 amount = penalty.amount;
        if (amount == 0) return 0;
        uint256 recovered = (block.timestamp - penalty.at) * _data().recoveryPerDay / 1 days;
        return amount > recovered ? amount - recovered : 0;
    }

    function _setRules(uint16 capPerSubnet, uint16 recoveryPerDay) private {
        if (capPerSubnet == 0 || capPerSubnet > FULL || recoveryPerDay > FULL) {
            revert BadRules(capPerSubnet, recoveryPerDay);
        }
        (_data().capPerSubnet, _data().recoveryPerDay) = (capPerSubnet, recoveryPerDay);
        emit RulesSet(capPerSubnet, recoveryPerDay);
    }

    function _data() private pure returns (GlobalTrustData storage $) {
        assembly ("memory-safe") {
            $.slot := GLOBAL_TRUST_STORAGE
        }
    }
}
