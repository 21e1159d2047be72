// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {ISubnet} from "../../src/interfaces/subnets/ISubnet.sol";
import {ISubnetFactory} from "../../src/interfaces/subnets/ISubnetFactory.sol";
import {ISubnetRegistry} from "../../src/interfaces/subnets/ISubnetRegistry.sol";
import {Hyperparameters} from "../../src/interfaces/subnets/SubnetTypes.sol";
import {InferenceDesk} from "../../src/subnets/InferenceDesk.sol";
import {MinerRegistry} from "../../src/subnets/MinerRegistry.sol";
import {StakePool} from "../../src/subnets/StakePool.sol";
import {Subnet} from "../../src/subnets/Subnet.sol";
import {SubnetConsensus} from "../../src/subnets/SubnetConsensus.sol";
import {SubnetFactory} from "../../src/subnets/SubnetFactory.sol";
import {SubnetRegistry} from "../../src/subnets/SubnetRegistry.sol";
import {SubnetTest} from "./support/SubnetTest.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Who may make, change and upgrade what.
contract SubnetGovernanceTest is SubnetTest {
    bytes4 private constant NOT_MANAGER = bytes4(keccak256("NotUpgradeManager(address,address)"));
    bytes4 private constant INITIALIZED = bytes4(keccak256("InvalidInitialization()"));
    bytes4 private constant NOT_OWNER = bytes4(keccak256("OwnableUnauthorizedAccount(address)"));

    function testASubnetIsMadeAndEntered() public {
        uint256 id = _create("translation");
        vm.assertEq(id, 2);
        ISubnetRegistry.Subnet memory made = registry.subnetOf(2);
        vm.assertEq(made.name, "translation");
        vm.assertEq(registry.idOf(made.subnet), 2);
        vm.assertEq(registry.count(), 2);
        Subnet other = Subnet(made.subnet);
        vm.assertEq(other.subnetId(), 2);
        vm.assertEq(other.subnetOwner(), SUBNET_OWNER);
        vm.assertEq(other.owner(), address(this));
        vm.assertEq(other.guardian(), GUARDIAN);
        vm.assertEq(other.upgradeManager(), address(this));
        vm.assertEq(other.parts().consensus, made.consensus);
        vm.assertEq(emissions.accountOf(2).weight, 0);
        vm.assertTrue(
            made.stakePool != address(pool) && made.minerRegistry != address(miners), "shared state"
        );
    }

    function testWhoMayMakeSubnets() public {
        Hyperparameters memory h = factory.defaults();
        cheats.expectRevert(abi.encodeWithSelector(ISubnetFactory.CreationClosed.selector, address(0x11)));
        vm.prank(address(0x11));
        factory.createSubnet("x", address(0x11), h);
        factory.setTerms(true, 5 ether);
        tora.mint(address(0x11), 5 ether);
        cheats.startPrank(address(0x11));
        tora.approve(address(factory), 5 ether);
        vm.assertEq(factory.createSubnet("x", address(0x11), h), 2);
        cheats.stopPrank();
        vm.assertEq(tora.balanceOf(address(emissions)), 1_000_005 ether);
        (bool open, uint256 fee) = factory.terms();
        vm.assertTrue(open && fee == 5 ether, "terms");
    }

    function testBadSubnetsAreRefused() public {
        Hyperparameters memory h = factory.defaults();
        cheats.expectRevert(abi.encodeWithSelector(ISubnetFactory.BadName.selector, 0));
        factory.createSubnet("", SUBNET_OWNER, h);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetFactory.BadName.selector, 65));
        factory.createSubnet(string(new bytes(65)), SUBNET_OWNER, h);
        h.kappa = 0;
        cheats.expectPartialRevert(bytes4(keccak256("OutOfBounds(bytes32,uint256,uint256,uint256)")));
        factory.createSubnet("x", SUBNET_OWNER, h);
        h = factory.defaults();
        cheats.expectPartialRevert(bytes4(keccak256("NoSubnetOwner()")));
        factory.createSubnet("x", address(0), h);
    }

    function testTheRegistryIsConnectedOnceAndFedByTheFactory() public {
        cheats.expectRevert(
            abi.encodeWithSelector(
                ISubnetRegistry.AlreadyConnected.selector, address(emissions), address(trust)
            )
        );
        registry.connect(address(emissions), address(trust));
        ISubnetRegistry.Subnet memory made = registry.subnetOf(1);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetRegistry.NotFactory.selector, address(this)));
        registry.register(made);
        registry.retire(1);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetRegistry.AlreadyRetired.selector, 1));
        registry.retire(1);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetRegistry.NoSuchSubnet.selector, 7));
        registry.retire(7);
        vm.assertEq(registry.factory(), address(factory));
        SubnetRegistry fresh = SubnetRegistry(
            _proxy(
                address(new SubnetRegistry()),
                abi.encodeCall(SubnetRegistry.initialize, (address(this), address(this)))
            )
        );
        cheats.expectRevert(
            abi.encodeWithSelector(ISubnetRegistry.NothingThere.selector, address(0x1234), address(trust))
        );
        fresh.connect(address(0x1234), address(trust));
    }

    function testTheFactorysSettings() public {
        ISubnetFactory.Implementations memory code = factory.implementations();
        code.stakePool = address(0x1234);
        cheats.expectRevert(abi.encodeWithSelector(ISubnetFactory.NoCode.selector, address(0x1234)));
        factory.setImplementations(code);
        code.stakePool = address(new StakePool());
        factory.setImplementations(code);
        vm.assertEq(factory.implementations().stakePool, code.stakePool);
        factory.setAuthorities(ISubnetFactory.Authorities(address(0x71), address(0x72)));
        vm.assertEq(factory.authorities().guardian, address(0x72));
        vm.assertEq(Subnet(registry.subnetOf(_create("x")).subnet).owner(), address(0x71));
    }

    function testStrangersGovernNothing() public {
        ISubnetFactory.Implementations memory code = factory.implementations();
        cheats.startPrank(address(0xBAD));
        cheats.expectPartialRevert(NOT_OWNER);
        factory.setImplementations(code);
        cheats.expectPartialRevert(NOT_OWNER);
        factory.setAuthorities(ISubnetFactory.Authorities(address(0xBAD), address(0xBAD)));
        cheats.expectPartialRevert(NOT_OWNER);
        factory.setTerms(true, 0);
        cheats.expectPartialRevert(NOT_OWNER);
        registry.setFactory(address(0xBAD));
        cheats.expectPartialRevert(NOT_OWNER);
        registry.retire(1);
        cheats.expectPartialRevert(NOT_OWNER);
        trust.forgive(address(0xBAD), address(subnet));
        cheats.expectPartialRevert(NOT_OWNER);
        trust.setRules(1, 1);
        cheats.expectPartialRevert(bytes4(keccak256("NotGuardianOrOwner(address)")));
        subnet.pause();
        cheats.expectPartialRevert(bytes4(keccak256("NotGuardianOrOwner(address)")));
        subnet.unpause();
        cheats.stopPrank();
    }

    /// @dev Neither the owner's key, nor the guardian's, nor the subnet owner's upgrades.
    function testOnlyTheUpgradeManagerUpgrades() public {
        address[9] memory proxies = _proxies();
        address code = address(new Subnet());
        address[3] memory others = [GUARDIAN, SUBNET_OWNER, address(0xBAD)];
        for (uint256 i = 0; i < proxies.length; ++i) {
            for (uint256 k = 0; k < others.length; ++k) {
                cheats.expectPartialRevert(NOT_MANAGER);
                vm.prank(others[k]);
                UUPSUpgradeable(proxies[i]).upgradeToAndCall(code, "");
            }
        }
    }

    function testAnUpgradeKeepsTheState() public {
        _addMiners(2);
        _addValidators(2);
        _toNextEpoch();
        _voteAll(2, _weights(1, 2));
        _aggregate();
        bytes32 before = _stateOf();
        subnet.upgradeToAndCall(address(new Subnet()), "");
        consensus.upgradeToAndCall(address(new SubnetConsensus()), "");
        pool.upgradeToAndCall(address(new StakePool()), "");
        miners.upgradeToAndCall(address(new MinerRegistry()), "");
        vm.assertEq(_stateOf(), before);
    }

    function testAnUpgradeToWhatIsNoUupsIsRefused() public {
        address none = address(new NoUups());
        cheats.expectPartialRevert(bytes4(keccak256("ERC1967InvalidImplementation(address)")));
        subnet.upgradeToAndCall(none, "");
    }

    /// @dev An implementation is locked, and a proxy is initialised once.
    function testNobodyInitialisesAgain() public {
        Hyperparameters memory h = factory.defaults();
        Subnet code = new Subnet();
        Subnet[2] memory subnets = [code, subnet];
        ISubnet.Parts memory parts = subnet.parts();
        for (uint256 i = 0; i < 2; ++i) {
            cheats.expectPartialRevert(INITIALIZED);
            subnets[i].initialize(1, address(1), address(1), address(1), address(1), parts, h);
        }
        _expectInitialized();
        consensus.initialize(address(1), address(1), address(1), address(1));
        _expectInitialized();
        pool.initialize(address(1), IERC20(tora), address(1), address(1), address(1));
        _expectInitialized();
        miners.initialize(address(1), address(1), IERC20(tora), address(1), address(1));
        _expectInitialized();
        desk.initialize(address(1), address(1), IERC20(tora), address(1));
        _expectInitialized();
        emissions.initialize(address(1), address(1), address(1), IERC20(tora), address(1), address(1));
        _expectInitialized();
        trust.initialize(address(1), address(1), address(1), 1, 1);
        _expectInitialized();
        registry.initialize(address(1), address(1));
        address[5] memory implementations = [
            address(new SubnetConsensus()),
            address(new StakePool()),
            address(new MinerRegistry()),
            address(new InferenceDesk()),
            address(new SubnetFactory())
        ];
        _expectInitialized();
        SubnetConsensus(implementations[0]).initialize(address(1), address(1), address(1), address(1));
        _expectInitialized();
        StakePool(implementations[1]).initialize(address(1), IERC20(tora), address(1), address(1), address(1));
    }

    function _expectInitialized() private {
        cheats.expectPartialRevert(INITIALIZED);
    }

    function _proxies() private view returns (address[9] memory) {
        return [
            address(subnet),
            address(consensus),
            address(pool),
            address(miners),
            address(desk),
            address(emissions),
            address(trust),
            address(registry),
            address(factory)
        ];
    }

    function _stateOf() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                consensus.incentivesOf(2),
                consensus.dividendsOf(2),
                consensus.bondsOf(1),
                subnet.weightsOf(1),
                subnet.currentEpoch(),
                pool.validatorOf(_validator(1)),
                miners.miners()
            )
        );
    }
}

/// @notice Code that no proxy should point to.
contract NoUups {
    uint256 public number;
}
