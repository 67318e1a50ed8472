package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;
import org.vexhost.sandbox.binary.instruction.VectorOp;

/** Validates constant expressions. */
final class Expressions {

    /** The maximum number of operands in an extended constant expression; more are of no use. */
    private static final int MAX_OPERANDS = 64;

    private static final int MAX_INSTRUCTIONS = 1_000;

    /** A value and {@code end}, which every constant expression has. */
    private static final int USUAL_INSTRUCTIONS = 2;

    /**
     * The maximum number of instructions beyond the usual ones, in all expressions of a module.
     * They are evaluated when a version is deployed, and are in memory while it is compiled.
     */
    static final int MAX_EXTENDED_INSTRUCTIONS = 100_000;

    private final Cursor cursor;
    private final ModuleLayout layout;
    private final Instruction instruction;
    private final byte[] stack = new byte[MAX_OPERANDS];
    private int height;
    private int extended;

    Expressions(Cursor cursor, ModuleLimits limits, ModuleLayout layout) {
        this.cursor = cursor;
        this.layout = layout;
        this.instruction = new Instruction(cursor, limits.maxBranchTableEntries());
    }

    /** Reads one constant expression, which must yield a value of a type. */
    void constant(byte type) throws InvalidModuleException {
        int at = cursor.position();
        height = 0;
        for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
            instruction.next();
            if (i >= USUAL_INSTRUCTIONS) {
                countExtended();
            }
            switch (instruction.op()) {
                case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST, VectorOp.CONST ->
                        push((byte) Op.gives(instruction.op()).charAt(0));
                case Op.REF_NULL -> push((byte) instruction.first());
                case Op.REF_FUNC -> {
                    int function = checked("function", layout.functionTypes.length);
                    layout.referable[function] = true;
                    push((byte) ValueType.FUNCREF.code());
                }
                case Op.GLOBAL_GET -> {
                    var global = layout.globals.get(checked("global", layout.globals.size()));
                    if (global.mutable()) {
                        throw notConstant();
                    }
                    push(global.type());
                }
                case Op.I32_ADD, Op.I32_SUB, Op.I32_MUL -> binary((byte) ValueType.I32.code());
                case Op.I64_ADD, Op.I64_SUB, Op.I64_MUL -> binary((byte) ValueType.I64.code());
                case Op.END -> {
                    if (height != 1 || stack[0] != type) {
                        throw cursor.fault(
                                Reason.INVALID, at, "type mismatch in constant expression");
                    }
                    return;
                }
                default -> throw notConstant();
            }
        }
        throw cursor.fault(
                Reason.LIMIT_EXCEEDED,
                at,
                "constant expression exceeds " + MAX_INSTRUCTIONS + " instructions");
    }

    private void countExtended() throws InvalidModuleException {
        if (++extended > MAX_EXTENDED_INSTRUCTIONS) {
            throw cursor.fault(
                    Reason.LIMIT_EXCEEDED,
                    instruction.start(),
                    "extended constant expressions of the module exceed "
                            + MAX_EXTENDED_INSTRUCTIONS
                            + " instructions in all");
        }
    }

    private InvalidModuleException notConstant() {
        return cursor.fault(Reason.INVALID, instruction.start(), "constant expression required");
    }

    private int checked(String kind, int bound) throws InvalidModuleException {
        if (instruction.first() >= bound) {
            throw cursor.fault(
                    Reason.INVALID,
                    instruction.start(),
                    "unknown " + kind + " " + instruction.first());
        }
        return (int) instruction.first();
    }

    private void push(byte type) throws InvalidModuleException {
        if (height == MAX_OPERANDS) {
            throw cursor.fault(
                    Reason.LIMIT_EXCEEDED,
                    instruction.start(),
                    "constant expression exceeds " + MAX_OPERANDS + " operands");
        }
        stack[height++] = type;
    }

    private void binary(byte type) throws InvalidModuleException {
        if (height < 2 || stack[height - 1] != type || stack[height - 2] != type) {
            throw cursor.fault(
                    Reason.INVALID, instruction.start(), "type mismatch in constant expression");
        }
        height--;
    }
}
