// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title Yuma
/// @notice Yuma consensus in fixed point, bit for bit that of subtensor: clipping of weights at the stake-weighted
/// median, ranks and incentives of miners, the moving average of bonds, dividends of validators.
/// @dev Source of every formula: opentensor/subtensor, `pallets/subtensor/src/epoch/run_epoch.rs` (`epoch_dense`, the
/// branch without Yuma 3 and liquid alpha) and `epoch/math.rs`; the function is named beside each formula.
/// Numbers are I32F32: an integer of units of 2^-32. Multiplication floors, `(a * b) >> 32`; division truncates,
/// `(a << 32) / b`; a division by a sum of zero leaves zeros, as the EVM's DIV does. All values here are non-negative
/// and below 2^65, so that no product of two leaves 256 bits and no loop needs checked arithmetic.
///
/// The matrix is worked on column by column (a column is a miner, a row a validator's slot), so that a caller can do it
/// in pages. Weights come packed, 16 of 16 bits a word, the first in the highest bits; `shift` names the lane:
/// `240 - 16 * (column % 16)`. Bonds of one column come packed the same way, the row being the lane.
library Yuma {
    /// @notice 1 as I32F32.
    uint256 internal constant ONE = 1 << 32;

    /// @notice The most that a weight, a bond, kappa and the bonds penalty can be.
    uint256 internal constant U16_MAX = 65_535;

    /// @notice 1 as the bonds moving average is written.
    uint256 internal constant MILLION = 1_000_000;

    /// @notice Words of packed bonds of a column: 64 rows of 16 bits.
    uint256 internal constant BOND_WORDS = 4;

    /// @notice The most rows there can be.
    uint256 internal constant MAX_ROWS = 64;

    /// @notice What is known of the validators of an epoch.
    struct Rows {
        // Four entries a row: active stake (S in the source), I32F32; the same normalised a second time, as
        // weighted_median_col does before it looks for the median, I32F32; the sum of the row's weights, an integer, 0 to
        // mask the row; the row's 16 weights in the block of columns being worked on.
        uint256[] table;
        // How many rows there are.
        uint256 count;
        // Sum of the stakes normalised a second time, I32F32.
        uint256 stakeSum;
        // stakeSum - kappa, not below 0, I32F32.
        uint256 minority;
    }

    /// @notice How bonds move.
    struct BondRule {
        // Share of this epoch's bonds in the moving average, I32F32.
        uint256 alpha;
        // How far weights for bonds are drawn to the clipped weights, I32F32.
        uint256 penalty;
    }

    /// @notice The row named as the median of a column is not its stake-weighted median.
    /// @param below stake of the rows with less weight, I32F32
    /// @param upTo stake of the rows with at most this weight, I32F32
    /// @param minority the stake that has to lie between, I32F32
    error NotTheMedian(uint256 below, uint256 upTo, uint256 minority);

    /// @notice Arrays of an epoch do not fit each other.
    error WrongLength(uint256 length, uint256 needed);

    /// @notice A column's median was named by a row that does not exist.
    /// @param row the row named
    /// @param rows how many there are
    error NoSuchRow(uint256 row, uint256 rows);

    /// @notice Divides every entry by the sum of all: `inplace_normalize` (math.rs). Entries of a sum of zero stay zero.
    /// @param values any non-negative numbers below 2^192 of one unit; I32F32 shares afterwards
    function normalize(uint256[] memory values) internal pure {
        uint256 sum = total(values);
        if (sum == 0) return;
        unchecked {
            for (uint256 i = 0; i < values.length; ++i) {
                values[i] = (values[i] << 32) / sum;
            }
        }
    }

    /// @notice The sum of all entries.
    function total(uint256[] memory values) internal pure returns (uint256 sum) {
        unchecked {
            for (uint256 i = 0; i < values.length; ++i) {
                sum += values[i];
            }
        }
    }

    /// @notice kappa as I32F32: `get_float_kappa` (run_epoch.rs).
    /// @param kappa of 65,535; subtensor's default is 32,767
    function kappaOf(uint256 kappa) internal pure returns (uint256) {
        return (kappa << 32) / U16_MAX;
    }

    /// @notice The bond rule as I32F32: `compute_ema_bonds_normal` and `get_float_bonds_penalty` (run_epoch.rs).
    /// @param movingAverage share of the former bonds, of 1,000,000; subtensor's default is 900,000
    /// @param penalty of 65,535
    function bondRuleOf(uint256 movingAverage, uint256 penalty) internal pure returns (BondRule memory) {
        return BondRule({
            alpha: ONE - (movingAverage << 32) / MILLION,
            penalty: penalty == U16_MAX ? ONE : (penalty << 32) / U16_MAX
        });
    }

    /// @notice Makes the rows of an epoch from active stake and row sums.
    /// @param stake active stake of each row in any unit, zero for a row that does not count; used up. subtensor normalises
    /// twice, before and after masking: a caller that wants its rounding passes what `inplace_mask_vector` leaves of an
    /// already normalised vector
    /// @param norm sum of the weights of each row, zero masks it
    /// @param kappa majority needed, of 65,535, above 0
    function rowsOf(uint256[] memory stake, uint256[] memory norm, uint256 kappa)
        internal
        pure
        returns (Rows memory rows)
    {
        uint256 count = stake.length;
        rows.count = count;
        rows.table = new uint256[](4 * count);
        normalize(stake);
        for (uint256 i = 0; i < count; ++i) {
            rows.table[4 * i] = stake[i];
            rows.table[4 * i + 2] = norm[i];
        }
        normalize(stake);
        for (uint256 i = 0; i < count; ++i) {
            rows.table[4 * i + 1] = stake[i];
        }
        rows.stakeSum = total(stake);
        uint256 majority = kappaOf(kappa);
        rows.minority = rows.stakeSum > majority ? rows.stakeSum - majority : 0;
    }

    /// @notice Sets the 16 weights of a row in the block of columns to be worked on.
    function setWord(Rows memory rows, uint256 row, uint256 word) internal pure {
        rows.table[4 * row + 3] = word;
    }

    /// @notice Sets the 16 weights of every row.
    /// @param words one a row
    function setWords(Rows memory rows, uint256[] memory words) internal pure {
        if (words.length != rows.count) revert WrongLength(words.length, rows.count);
        assembly ("memory-safe") {
            let to := add(mload(rows), 0x80)
            let from := add(words, 0x20)
            let end := add(from, shl(5, mload(words)))
            for {} lt(from, end) { from := add(from, 0x20) } {
                mstore(to, mload(from))
                to := add(to, 0x80)
            }
        }
    }

    /// @notice The stake with which a row speaks when a median is looked for, I32F32.
    function voiceOf(Rows memory rows, uint256 row) internal pure returns (uint256) {
        return rows.table[4 * row + 1];
    }

    /// @notice Active stake of all rows, normalised, I32F32: S in the source.
    function stakesOf(Rows memory rows) internal pure returns (uint256[] memory stakes) {
        stakes = new uint256[](rows.count);
        for (uint256 i = 0; i < stakes.length; ++i) {
            stakes[i] = rows.table[4 * i];
        }
    }

    /// @notice The weight that a row gives to a column: `inplace_row_normalize` (math.rs), I32F32.
    function weightOf(Rows memory rows, uint256 row, uint256 shift) internal pure returns (uint256 weight) {
        if (row >= rows.count) revert NoSuchRow(row, rows.count);
        uint256 norm = rows.table[4 * row + 2];
        return norm == 0 ? 0 : (((rows.table[4 * row + 3] >> shift) & U16_MAX) << 32) / norm;
    }

    /// @notice The consensus weight of a column, named by a row and proved in one pass: `weighted_median_col`
    /// (math.rs) finds the weight c with `stake below c <= minority < stake up to c`; there is one at most. The
    /// rank of the column is summed in the same pass: `inplace_col_clip`, `matmul`, `row_sum` (math.rs).
    /// @param rows the validators, their words set to the block of this column
    /// @param shift lane of the column
    /// @param row a row whose weight is the median; of no account when nobody has stake
    /// @param trust sum of clipped weights of each row so far, I32F32; this column's are added
    /// @return consensus the median, I32F32
    /// @return rank sum of stake times clipped weight, I32F32
    function rankColumn(Rows memory rows, uint256 shift, uint256 row, uint256[] memory trust)
        internal
        pure
        returns (uint256 consensus, uint256 rank)
    {
        if (rows.stakeSum == 0) return (0, 0);
        if (trust.length != rows.count) revert WrongLength(trust.length, rows.count);
        consensus = weightOf(rows, row, shift);
        uint256 below;
        uint256 above;
        assembly ("memory-safe") {
            let at := add(mload(rows), 0x20)
            let end := add(at, shl(7, mload(add(rows, 0x20))))
            let sum := add(trust, 0x20)
            for {} lt(at, end) { at := add(at, 0x80) } {
                let weight :=
                    div(shl(32, and(shr(shift, mload(add(at, 0x60))), 0xffff)), mload(add(at, 0x40)))
                below := add(below, mul(lt(weight, consensus), mload(add(at, 0x20))))
                if gt(weight, consensus) {
                    above := add(above, mload(add(at, 0x20)))
                    weight := consensus
                }
                rank := add(rank, shr(32, mul(mload(at), weight)))
                mstore(sum, add(mload(sum), weight))
                sum := add(sum, 0x20)
            }
        }
        uint256 upTo = rows.stakeSum - above;
        uint256 minority = rows.minority;
        if (below > minority || minority >= upTo) revert NotTheMedian(below, upTo, minority);
    }

    /// @notice Moves the bonds of one column on by an epoch and adds its dividends: `row_hadamard`,
    /// `inplace_col_normalize`, `mat_ema`, `matmul_transpose`, `inplace_col_max_upscale`,
    /// `vec_fixed_proportions_to_u16` (math.rs).
    /// @param rows the validators, their words set to the block of this column
    /// @param shift lane of the column
    /// @param consensus the column's median, I32F32
    /// @param incentive the column's incentive, I32F32
    /// @param rule how bonds move
    /// @param bonds the column's packed bonds of the epoch before, masked where they lapsed; the new ones afterwards
    /// @param dividends sum of bond times incentive of each row so far, I32F32; this column's are added
    /// @param scratch room of two entries a row; its content is of no account
    function bondColumn(
        Rows memory rows,
        uint256 shift,
        uint256 consensus,
        uint256 incentive,
        BondRule memory rule,
        uint256[BOND_WORDS] memory bonds,
        uint256[] memory dividends,
        uint256[] memory scratch
    ) internal pure {
        uint256 count = rows.count;
        if (count > MAX_ROWS) revert WrongLength(count, MAX_ROWS);
        if (dividends.length != count) revert WrongLength(dividends.length, count);
        if (scratch.length != 2 * count) revert WrongLength(scratch.length, 2 * count);
        (uint256 bought, uint256 held) = _buyBonds(rows, shift, consensus, rule.penalty, bonds, scratch);
        (uint256 sum, uint256 largest) = _averageBonds(rule.alpha, bought, held, scratch);
        _payDividends(sum, largest, incentive, bonds, dividends, scratch);
    }

    /// @notice Rank or dividend of one as share of all: `inplace_normalize` (math.rs), I32F32.
    function share(uint256 part, uint256 sum) internal pure returns (uint256) {
        return sum == 0 ? 0 : (part << 32) / sum;
    }

    /// @notice A share as a number of 16 bits: `fixed_proportion_to_u16` (math.rs).
    /// @param value a share, I32F32
    function toU16(uint256 value) internal pure returns (uint256) {
        uint256 scaled = (value * U16_MAX) >> 32;
        return scaled > U16_MAX ? U16_MAX : scaled;
    }

    /// @dev Entries 2i and 2i + 1 of scratch become the bond that row i buys now and the one it holds.
    /// The weight for bonds is `W + penalty * (Wc - W)` (`interpolate`): the product is negative and floors, so what is
    /// taken away is rounded up.
    /// @return boughtSum of all rows
    /// @return heldSum of all rows
    function _buyBonds(
        Rows memory rows,
        uint256 shift,
        uint256 consensus,
        uint256 penalty,
        uint256[BOND_WORDS] memory bonds,
        uint256[] memory scratch
    ) private pure returns (uint256 boughtSum, uint256 heldSum) {
        assembly ("memory-safe") {
            let at := add(mload(rows), 0x20)
            let end := add(at, shl(7, mload(add(rows, 0x20))))
            // From here on the entry of scratch to be written.
            scratch := add(scratch, 0x20)
            for {} lt(at, end) { bonds := add(bonds, 0x20) } {
                let packed := mload(bonds)
                // Sixteen rows share a word of bonds.
                let until := add(at, 0x800)
                if gt(until, end) { until := end }
                for { let lane := 256 } lt(at, until) { at := add(at, 0x80) } {
                    lane := sub(lane, 16)
                    let weight :=
                        div(shl(32, and(shr(shift, mload(add(at, 0x60))), 0xffff)), mload(add(at, 0x40)))
                    if gt(weight, consensus) {
                        weight := sub(weight, shr(32, add(mul(penalty, sub(weight, consensus)), 0xffffffff)))
                    }
                    weight := shr(32, mul(mload(at), weight))
                    mstore(scratch, weight)
                    boughtSum := add(boughtSum, weight)
                    weight := and(shr(lane, packed), 0xffff)
                    mstore(add(scratch, 0x20), weight)
                    heldSum := add(heldSum, weight)
                    scratch := add(scratch, 0x40)
                }
            }
        }
    }

    /// @dev Entry 2i of scratch becomes the moving average of row i, not yet normalised.
    /// @return sum of all rows
    /// @return largest of any row
    function _averageBonds(uint256 alpha, uint256 boughtSum, uint256 heldSum, uint256[] memory scratch)
        private
        pure
        returns (uint256 sum, uint256 largest)
    {
        assembly ("memory-safe") {
            let rest := sub(0x100000000, alpha)
            let at := add(scratch, 0x20)
            let end := add(at, shl(5, mload(scratch)))
            for {} lt(at, end) { at := add(at, 0x40) } {
                let average :=
                    add(
                        shr(32, mul(alpha, div(shl(32, mload(at)), boughtSum))),
                        shr(32, mul(rest, div(shl(32, mload(add(at, 0x20))), heldSum)))
                    )
                mstore(at, average)
                sum := add(sum, average)
                if gt(average, largest) { largest := average }
            }
        }
    }

    /// @dev Normalises the averages, adds dividends, and packs the bonds scaled so that the largest is 65,535. Division
    /// keeps order, so the largest of the averages is the largest of the bonds.
    function _payDividends(
        uint256 sum,
        uint256 largest,
        uint256 incentive,
        uint256[BOND_WORDS] memory bonds,
        uint256[] memory dividends,
        uint256[] memory scratch
    ) private pure {
        assembly ("memory-safe") {
            largest := div(shl(32, largest), sum)
            let end := add(add(dividends, 0x20), shl(5, mload(dividends)))
            // From here on the entries to be read and written.
            dividends := add(dividends, 0x20)
            scratch := add(scratch, 0x20)
            for {} lt(dividends, end) { bonds := add(bonds, 0x20) } {
                let packed := 0
                let until := add(dividends, 0x200)
                if gt(until, end) { until := end }
                for { let lane := 256 } lt(dividends, until) { dividends := add(dividends, 0x20) } {
                    lane := sub(lane, 16)
                    let bond := div(shl(32, mload(scratch)), sum)
                    mstore(dividends, add(mload(dividends), shr(32, mul(bond, incentive))))
                    packed := or(packed, shl(lane, shr(32, mul(div(shl(32, bond), largest), 0xffff))))
                    scratch := add(scratch, 0x40)
                }
                mstore(bonds, packed)
            }
        }
    }
}
