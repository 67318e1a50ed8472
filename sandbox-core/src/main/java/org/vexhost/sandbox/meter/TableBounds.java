package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * Adds a bounds check before bulk operations on tables. Chicory computes the end of a range in 32
 * bits, and begins the operation before it has checked the end. The added code computes in 64 bits.
 * If the range does not fit, it reads beyond the end of the table, which causes the same trap.
 */
final class TableBounds {

    private static final int PREFIX_SIZE = Op.TABLE_SIZE - 0x100;
    private static final int BEHIND = -1;

    private TableBounds() {}

    /** Returns whether an operation needs the check. */
    static boolean needed(int op) {
        return op == Op.TABLE_INIT || op == Op.TABLE_COPY || op == Op.TABLE_FILL;
    }

    /** Writes the check for the next operation, whose operands are on the stack. */
    static void write(ByteSink out, Instruction in, ModuleLayout layout, Locals locals) {
        int units = locals.units();
        int to = locals.to();
        out.op(Op.LOCAL_SET, units);
        switch (in.op()) {
            case Op.TABLE_FILL -> {
                int table = (int) in.first();
                int value = locals.reference(layout.tableType(table));
                out.op(Op.LOCAL_SET, value).op(Op.LOCAL_SET, to);
                inTable(out, to, units, table);
                out.op(Op.LOCAL_GET, to).op(Op.LOCAL_GET, value);
            }
            case Op.TABLE_COPY -> {
                int from = locals.from();
                out.op(Op.LOCAL_SET, from).op(Op.LOCAL_SET, to);
                inTable(out, from, units, in.second());
                inTable(out, to, units, (int) in.first());
                out.op(Op.LOCAL_GET, to).op(Op.LOCAL_GET, from);
            }
            default -> {
                int from = locals.from();
                out.op(Op.LOCAL_SET, from).op(Op.LOCAL_SET, to);
                sum(out, from, units);
                out.constant(Op.I64_CONST, layout.elementCount((int) in.first()));
                trap(out, in.second());
                inTable(out, to, units, in.second());
                out.op(Op.LOCAL_GET, to).op(Op.LOCAL_GET, from);
            }
        }
        out.op(Op.LOCAL_GET, units);
    }

    private static void inTable(ByteSink out, int start, int units, int table) {
        sum(out, start, units);
        out.u8(Op.PREFIX).u32(PREFIX_SIZE).u32(table).op(Op.I64_EXTEND_I32_U);
        trap(out, table);
    }

    private static void sum(ByteSink out, int start, int units) {
        out.op(Op.LOCAL_GET, start).op(Op.I64_EXTEND_I32_U);
        out.op(Op.LOCAL_GET, units).op(Op.I64_EXTEND_I32_U).op(Op.I64_ADD);
    }

    private static void trap(ByteSink out, int table) {
        // The compared numbers have at most 34 bits.
        out.op(Op.I64_GT_S).op(Op.IF).u8(BodyMeter.NO_TYPE);
        out.constant(Op.I32_CONST, BEHIND).op(Op.TABLE_GET, table).op(Op.DROP).op(Op.END);
    }
}
