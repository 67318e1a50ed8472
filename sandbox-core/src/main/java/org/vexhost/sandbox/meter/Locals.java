package org.vexhost.sandbox.meter;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** The locals that metering adds to a function. They follow the function's own locals. */
final class Locals {

    private final int own;
    private final List<Integer> added = new ArrayList<>();
    private int units = -1;
    private int from = -1;
    private int to = -1;
    private int int32 = -1;
    private int int64 = -1;
    private int float32 = -1;
    private int float64 = -1;

    Locals(int own) {
        this.own = own;
    }

    /** Adds a local of the given type, and returns its index. */
    int add(int type) {
        added.add(type);
        return own + added.size() - 1;
    }

    /** Returns the local for the number of units of a bulk operation. */
    int units() {
        if (units < 0) {
            units = add(ValueType.I32.code());
        }
        return units;
    }

    /** Returns the local for the source address of a bulk operation. */
    int from() {
        if (from < 0) {
            from = add(ValueType.I32.code());
        }
        return from;
    }

    /** Returns the local for the target address of a bulk operation. */
    int to() {
        if (to < 0) {
            to = add(ValueType.I32.code());
        }
        return to;
    }

    /** Returns the local for the result of a float operation. */
    int answer(ValueType type) {
        if (type == ValueType.F32) {
            float32 = float32 < 0 ? add(type.code()) : float32;
            return float32;
        }
        float64 = float64 < 0 ? add(type.code()) : float64;
        return float64;
    }

    /** Returns the local for one operand while the other operand is converted. */
    int operand(ValueType type) {
        if (type == ValueType.I32) {
            int32 = int32 < 0 ? add(type.code()) : int32;
            return int32;
        }
        int64 = int64 < 0 ? add(type.code()) : int64;
        return int64;
    }

    /** Returns a new local of a reference type. */
    int reference(byte type) {
        return add(type & 0xFF);
    }

    /** Writes the declarations of all locals, including the function's own. */
    ByteSink declare(byte[] source, Body body) {
        int at = body.from();
        int groups = 0;
        int shift = 0;
        while (source[at] < 0) {
            groups |= (source[at++] & 0x7F) << shift;
            shift += 7;
        }
        groups |= source[at++] << shift;
        ByteSink declared = new ByteSink(body.code() - body.from() + added.size() * 2 + 8);
        declared.u32(groups + (long) added.size()).raw(source, at, body.code());
        for (int type : added) {
            declared.u32(1).u8(type);
        }
        return declared;
    }
}
