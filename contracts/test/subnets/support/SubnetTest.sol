// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IInferenceDesk} from "../../../src/interfaces/subnets/IInferenceDesk.sol";
import {ISubnet} from "../../../src/interfaces/subnets/ISubnet.sol";
import {ISubnetFactory} from "../../../src/interfaces/subnets/ISubnetFactory.sol";
import {ISubnetRegistry} from "../../../src/interfaces/subnets/ISubnetRegistry.sol";
import {Hyperparameters, Phases, Stage} from "../../../src/interfaces/subnets/SubnetTypes.sol";
import {EmissionManager} from "../../../src/subnets/EmissionManager.sol";
import {GlobalTrust} from "../../../src/subnets/GlobalTrust.sol";
import {InferenceDesk} from "../../../src/subnets/InferenceDesk.sol";
import {MinerRegistry} from "../../../src/subnets/MinerRegistry.sol";
import {StakePool} from "../../../src/subnets/StakePool.sol";
import {Subnet} from "../../../src/subnets/Subnet.sol";
import {SubnetConsensus} from "../../../src/subnets/SubnetConsensus.sol";
import {SubnetFactory} from "../../../src/subnets/SubnetFactory.sol";
import {SubnetRegistry} from "../../../src/subnets/SubnetRegistry.sol";
import {ToraToken} from "../../../src/token/ToraToken.sol";
import {Test} from "../../support/Test.sol";
import {SubnetVm} from "./SubnetVm.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice A protocol with one subnet, whose blocks pass when a test says so. The test is the owner of everything, the
/// bridge that mints TORA, and the upgrade manager.
abstract contract SubnetTest is Test {
    SubnetVm internal constant cheats = SubnetVm(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint256 internal constant STAKE = 10_000 ether;
    uint256 internal constant EPOCH_EMISSION = 1_102 ether;
    address internal constant GUARDIAN = address(0x6A);
    address internal constant SUBNET_OWNER = address(0x50);
    address internal constant TREASURY = address(0x7E);

    ToraToken internal tora;
    EmissionManager internal emissions;
    GlobalTrust internal trust;
    SubnetRegistry internal registry;
    SubnetFactory internal factory;

    Subnet internal subnet;
    SubnetConsensus internal consensus;
    StakePool internal pool;
    MinerRegistry internal miners;
    InferenceDesk internal desk;

    function setUp() public virtual {
        cheats.roll(1000);
        cheats.warp(1_700_000_000);
        address code = address(new ToraToken(address(this), address(0x1), 18));
        tora = ToraToken(
            _proxy(code, abi.encodeCall(ToraToken.initialize, (address(this), address(this), GUARDIAN)))
        );
        registry = SubnetRegistry(
            _proxy(
                address(new SubnetRegistry()),
                abi.encodeCall(SubnetRegistry.initialize, (address(this), address(this)))
            )
        );
        emissions = EmissionManager(
            _proxy(
                address(new EmissionManager()),
                abi.encodeCall(
                    EmissionManager.initialize,
                    (address(this), address(this), GUARDIAN, IERC20(tora), address(registry), TREASURY)
                )
            )
        );
        trust = GlobalTrust(
            _proxy(
                address(new GlobalTrust()),
                abi.encodeCall(
                    GlobalTrust.initialize, (address(this), address(this), address(registry), 2_500, 100)
                )
            )
        );
        registry.connect(address(emissions), address(trust));
        factory = SubnetFactory(_proxy(address(new SubnetFactory()), _factoryCall()));
        registry.setFactory(address(factory));
        emissions.setRate(EPOCH_EMISSION, 1102);
        tora.mint(address(emissions), 1_000_000 ether);
        _use(_create("first"));
        emissions.setWeight(1, 100);
    }

    function _factoryCall() private returns (bytes memory) {
        ISubnetFactory.Implementations memory code = ISubnetFactory.Implementations({
            subnet: address(new Subnet()),
            consensus: address(new SubnetConsensus()),
            stakePool: address(new StakePool()),
            minerRegistry: address(new MinerRegistry()),
            inferenceDesk: address(new InferenceDesk())
        });
        return abi.encodeCall(
            SubnetFactory.initialize,
            (
                address(this),
                address(this),
                ISubnetRegistry(address(registry)),
                IERC20(tora),
                code,
                ISubnetFactory.Authorities(address(this), GUARDIAN)
            )
        );
    }

    function _create(string memory name) internal returns (uint256) {
        return factory.createSubnet(name, SUBNET_OWNER, factory.defaults());
    }

    /// @dev Turns the helpers to a subnet.
    function _use(uint256 id) internal {
        ISubnetRegistry.Subnet memory made = registry.subnetOf(id);
        subnet = Subnet(made.subnet);
        consensus = SubnetConsensus(made.consensus);
        pool = StakePool(made.stakePool);
        miners = MinerRegistry(made.minerRegistry);
        desk = InferenceDesk(made.inferenceDesk);
    }

    function _proxy(address code, bytes memory call) internal returns (address) {
        return address(new ERC1967Proxy(code, call));
    }

    // -- accounts

    function _miner(uint256 i) internal pure returns (address) {
        return cheats.addr(1_000 + i);
    }

    function _validator(uint256 i) internal pure returns (address) {
        return address(uint160(0xA000 + i));
    }

    function _addMiners(uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            _addMiner(_miner(i));
        }
    }

    function _addMiner(address account) internal returns (uint16) {
        tora.mint(account, 1 ether);
        cheats.startPrank(account);
        tora.approve(address(miners), 1 ether);
        uint16 uid = miners.register(account, "http://127.0.0.1:8091");
        cheats.stopPrank();
        return uid;
    }

    function _addValidators(uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            _addValidator(_validator(i), STAKE);
        }
    }

    function _addValidator(address account, uint256 amount) internal returns (uint8 slot) {
        tora.mint(account, amount);
        cheats.startPrank(account);
        trust.authorize(address(subnet));
        tora.approve(address(pool), amount);
        slot = pool.registerValidator(amount, 1_000, 0);
        cheats.stopPrank();
    }

    function _delegate(address delegator, address validator, uint256 amount)
        internal
        returns (uint256 shares)
    {
        tora.mint(delegator, amount);
        cheats.startPrank(delegator);
        tora.approve(address(pool), amount);
        shares = pool.stake(validator, amount);
        cheats.stopPrank();
    }

    // -- time

    /// @dev Goes to an offset in the current epoch.
    function _to(uint256 offset) internal {
        cheats.roll(subnet.startOf(subnet.currentEpoch()) + offset);
    }

    function _toCommit() internal {
        _to(_phases().commit);
    }

    function _toReveal() internal {
        _to(_phases().reveal);
    }

    function _toAggregate() internal {
        _to(_phases().aggregate);
    }

    function _toNextEpoch() internal {
        _to(_phases().length);
    }

    function _phases() internal view returns (Phases memory) {
        return subnet.hyperparametersOf(subnet.currentEpoch()).phases;
    }

    // -- scores

    function _commit(address validator, bytes memory weights) internal {
        bytes32 commitment = subnet.commitmentOf(validator, subnet.currentEpoch(), weights, _salt(validator));
        vm.prank(validator);
        subnet.commitScores(commitment);
    }

    function _reveal(address validator, bytes memory weights) internal {
        vm.prank(validator);
        subnet.revealScores(weights, _salt(validator));
    }

    function _salt(address validator) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", validator));
    }

    function _weights(uint16 a, uint16 b) internal pure returns (bytes memory) {
        return abi.encodePacked(a, b);
    }

    function _weights(uint16 a, uint16 b, uint16 c) internal pure returns (bytes memory) {
        return abi.encodePacked(a, b, c);
    }

    /// @dev Every validator commits to the same weights and reveals them; ends at the aggregation block.
    function _voteAll(uint256 validators, bytes memory weights) internal {
        _toCommit();
        for (uint256 i = 0; i < validators; ++i) {
            _commit(_validator(i), weights);
        }
        _toReveal();
        for (uint256 i = 0; i < validators; ++i) {
            _reveal(_validator(i), weights);
        }
        _toAggregate();
    }

    /// @dev Aggregates whatever is open, in pages of so many columns.
    function _aggregate(uint256 columns) internal {
        Stage stage = subnet.aggregateScores("", 0);
        while (stage == Stage.Ranks) {
            stage = subnet.aggregateScores(consensus.medianRowsOf(columns), 0);
        }
        while (stage == Stage.Bonds) {
            stage = subnet.aggregateScores("", columns);
        }
    }

    function _aggregate() internal {
        _aggregate(256);
    }
}
