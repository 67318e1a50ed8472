package org.vexhost.sandbox.binary.instruction;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/**
 * The decoder of instructions. It reads the instructions in a range of a module in order, and
 * returns the parts of the latest one. An instruction that no accepted proposal defines is rejected
 * by name.
 */
public final class Instruction {

    /** A block type without parameters and results. */
    public static final int EMPTY_BLOCK = 0x40;

    /** The number of bytes of a vector. */
    public static final int VECTOR_BYTES = 16;

    private final Cursor cursor;
    private final int maxBranchTableEntries;
    private int start;
    private int op;
    private long first;
    private int second;
    private int lane;
    private boolean typeIndex;
    private List<CatchClause> catches = List.of();

    /**
     * Creates a reader of instructions that are not validated.
     *
     * @param cursor the position in the module, which the reader moves
     * @param maxBranchTableEntries the maximum number of targets of one branch table
     */
    public Instruction(Cursor cursor, int maxBranchTableEntries) {
        this.cursor = cursor;
        this.maxBranchTableEntries = maxBranchTableEntries;
    }

    /**
     * Creates a reader for a validated body.
     *
     * @param module the original module
     * @param from offset of the first instruction
     * @param to end of the body
     */
    public static Instruction of(byte[] module, int from, int to) {
        Cursor cursor = new Cursor(module);
        cursor.select(from, to);
        // The body is validated, so it is within the limits that applied then.
        return new Instruction(cursor, Integer.MAX_VALUE);
    }

    /** Returns the opcode. */
    public int op() {
        return op;
    }

    /** Returns the offset of the opcode in the file. */
    public int start() {
        return start;
    }

    /** Returns the offset after the instruction. */
    public int end() {
        return cursor.position();
    }

    /** Returns whether there is another instruction. */
    public boolean hasNext() {
        return !cursor.atEnd();
    }

    /** Returns the first immediate: an index, a constant, a block type or a count. */
    public long first() {
        return first;
    }

    /** Returns the second immediate: the second index. */
    public int second() {
        return second;
    }

    /** Returns the lane index; if there are several, the largest. */
    public int lane() {
        return lane;
    }

    /** Returns whether the block type is the index of a function type. */
    public boolean hasTypeIndex() {
        return typeIndex;
    }

    /** Returns the catch clauses of a {@code try_table}. */
    public List<CatchClause> catchClauses() {
        return catches;
    }

    /**
     * Moves to the next instruction. The targets of a branch table are not read; use {@link
     * #target}.
     */
    public void next() throws InvalidModuleException {
        start = cursor.position();
        op = cursor.u8();
        if (op == Op.PREFIX) {
            long code = cursor.u32();
            op = code < Op.COUNT - 0x100 ? 0x100 + (int) code : Op.COUNT;
        } else if (op == Op.VECTOR_PREFIX) {
            long code = cursor.u32();
            op = code < VectorOp.COUNT ? VectorOp.FIRST + (int) code : Op.COUNT;
        } else if (op == Op.ATOMIC_PREFIX) {
            long code = cursor.u32();
            op = code < AtomicOp.COUNT ? AtomicOp.FIRST + (int) code : Op.COUNT;
        }
        switch (Op.immediate(op)) {
            case NOT_AN_OPCODE -> throw Refusal.of(cursor, start);
            case NONE -> {}
            case BLOCK_TYPE -> blockType();
            case BLOCK_TYPE_AND_CATCHES -> {
                blockType();
                catches();
            }
            case INDEX -> first = cursor.u32();
            case TWO_INDEXES -> {
                first = cursor.u32();
                second = (int) Math.min(cursor.u32(), Integer.MAX_VALUE);
            }
            case INDEX_AND_ZERO -> {
                first = cursor.u32();
                memoryZero();
            }
            case BRANCH_TABLE ->
                    first =
                            cursor.count(
                                    "br_table", "maxBranchTableEntries", maxBranchTableEntries);
            case ACCESS -> access();
            case ZERO -> memoryZero();
            case ZERO_BYTE -> zeroByte();
            case TWO_ZEROS -> {
                memoryZero();
                memoryZero();
            }
            case I32 -> first = cursor.signed(32);
            case I64 -> first = cursor.signed(64);
            case F32 -> cursor.skip(4);
            case F64 -> cursor.skip(8);
            case TYPE_LIST -> typeList();
            case REFERENCE_TYPE -> first = Refusal.heapType(cursor);
            case LANE -> lane = cursor.u8();
            case ACCESS_LANE -> {
                access();
                lane = cursor.u8();
            }
            case LANES -> lanes();
            case VECTOR -> cursor.skip(VECTOR_BYTES);
        }
    }

    /** Reads one target of a branch table. */
    public long target() throws InvalidModuleException {
        return cursor.u32();
    }

    private void blockType() throws InvalidModuleException {
        int code = cursor.peek();
        typeIndex = false;
        if (code == EMPTY_BLOCK) {
            first = cursor.u8();
        } else if ((code & 0xC0) == 0x40) {
            first = Refusal.valueType(cursor);
        } else {
            int at = cursor.position();
            first = cursor.signed(33);
            if (first < 0) {
                throw cursor.fault(Reason.MALFORMED, at, "malformed block type");
            }
            typeIndex = true;
        }
    }

    private void catches() throws InvalidModuleException {
        int count = cursor.count("try_table", "maxBranchTableEntries", maxBranchTableEntries);
        List<CatchClause> clauses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            clauses.add(CatchClause.read(cursor));
        }
        catches = List.copyOf(clauses);
    }

    private void access() throws InvalidModuleException {
        int at = cursor.position();
        long align = cursor.u32();
        if (align >= 0x40 && align < 0x80) {
            throw cursor.fault(Reason.MULTI_MEMORY, at, "multi-memory is not supported");
        }
        second = (int) Math.min(align, Integer.MAX_VALUE);
        first = cursor.u32();
    }

    private void lanes() throws InvalidModuleException {
        lane = 0;
        for (int i = 0; i < VECTOR_BYTES; i++) {
            lane = Math.max(lane, cursor.u8());
        }
    }

    private void memoryZero() throws InvalidModuleException {
        int at = cursor.position();
        if (cursor.u32() != 0) {
            throw cursor.fault(Reason.MULTI_MEMORY, at, "multi-memory is not supported");
        }
        if (cursor.position() != at + 1) {
            throw cursor.fault(Reason.MALFORMED, at, "zero byte expected");
        }
    }

    private void zeroByte() throws InvalidModuleException {
        int at = cursor.position();
        if (cursor.u8() != 0) {
            throw cursor.fault(Reason.MALFORMED, at, "zero byte expected");
        }
    }

    private void typeList() throws InvalidModuleException {
        int at = cursor.position();
        if (cursor.u32() != 1) {
            throw cursor.fault(Reason.INVALID, at, "invalid result arity of select");
        }
        first = Refusal.valueType(cursor);
    }
}
