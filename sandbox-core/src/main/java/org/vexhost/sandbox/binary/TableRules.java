package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.Refusal;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** The validation rules for instructions that use tables and element segments. */
final class TableRules {

    private static final byte I32 = (byte) ValueType.I32.code();
    private static final byte FUNCREF = (byte) ValueType.FUNCREF.code();

    private final Cursor cursor;
    private final ModuleLayout layout;
    private final Instruction instruction;
    private final Faults faults;
    private final TypeStack stack;

    TableRules(
            Cursor cursor,
            ModuleLayout layout,
            Instruction instruction,
            Faults faults,
            TypeStack stack) {
        this.cursor = cursor;
        this.layout = layout;
        this.instruction = instruction;
        this.faults = faults;
        this.stack = stack;
    }

    /** Checks an instruction; one that uses neither a table nor an element segment is rejected. */
    void step(int op) throws InvalidModuleException {
        switch (op) {
            case Op.TABLE_GET -> {
                byte type = type(first());
                stack.pop(I32);
                stack.push(type);
            }
            case Op.TABLE_SET -> {
                stack.pop(type(first()));
                stack.pop(I32);
            }
            case Op.TABLE_SIZE -> {
                type(first());
                stack.push(I32);
            }
            case Op.TABLE_GROW -> {
                byte type = type(first());
                stack.pop(I32);
                stack.pop(type);
                stack.push(I32);
            }
            case Op.TABLE_FILL -> {
                byte type = type(first());
                stack.pop(I32);
                stack.pop(type);
                stack.pop(I32);
            }
            case Op.TABLE_COPY -> {
                if (type(first()) != type(instruction.second())) {
                    throw faults.invalid("type mismatch between tables");
                }
                popThree();
            }
            case Op.TABLE_INIT -> {
                int segment = faults.index("elem segment", layout.initial.elements().size());
                byte type = layout.initial.elements().get(segment).type();
                if (type(instruction.second()) != type) {
                    throw faults.invalid("type mismatch between table and segment");
                }
                popThree();
            }
            case Op.ELEM_DROP -> faults.index("elem segment", layout.initial.elements().size());
            default -> throw Refusal.of(cursor, instruction.start());
        }
    }

    private void popThree() throws InvalidModuleException {
        stack.pop(I32);
        stack.pop(I32);
        stack.pop(I32);
    }

    /** Pops the index of the called function in the table of an indirect call. */
    void popCallee() throws InvalidModuleException {
        if (type(instruction.second()) != FUNCREF) {
            throw faults.invalid("type mismatch: indirect call through a table of other elements");
        }
        stack.pop(I32);
    }

    /** Returns the first immediate, which is the index of a table. */
    private int first() {
        return (int) Math.min(instruction.first(), Integer.MAX_VALUE);
    }

    /** Returns the type of the elements of a table. */
    private byte type(int table) throws InvalidModuleException {
        if (table < 0 || table >= layout.tables.size()) {
            throw faults.invalid("unknown table " + table);
        }
        return layout.tables.get(table).type();
    }
}
