// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title BatchInbox
/// @notice Takes the batcher's transactions and logs the hash of each, so that batches can be found by an indexer.
/// @dev The batcher pays for calldata only: it sends the EIP-7623 floor as gas, which leaves 24 gas a non-zero byte
/// and 6 gas a zero byte for execution. So there is no dispatch, no storage and no memory but the calldata's copy.
/// Anyone may post here; the rollup derives from the batcher's transactions alone.
contract BatchInbox {
    /// @notice A batch was posted.
    /// @param batchHash keccak256 of the whole calldata
    /// @param size bytes of the calldata
    event BatchPosted(bytes32 batchHash, uint256 size);

    /// @dev Not payable: a coin sent here could never leave.
    fallback() external {
        bytes32 topic = BatchPosted.selector;
        assembly ("memory-safe") {
            let size := calldatasize()
            let free := mload(0x40)
            calldatacopy(free, 0, size)
            mstore(0x00, keccak256(free, size))
            mstore(0x20, size)
            log1(0x00, 0x40, topic)
        }
    }
}
