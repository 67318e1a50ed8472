package org.vexhost.sandbox.binary;

import java.nio.charset.StandardCharsets;
import org.vexhost.sandbox.binary.ModuleLayout.GlobalType;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** The lowering of vectors: each vector in a module becomes two 64-bit integers. */
public final class Vectors {

    private static final byte V128 = (byte) ValueType.V128.code();
    private static final byte I64 = (byte) ValueType.I64.code();

    private Vectors() {}

    /** Returns whether a type is the vector type. */
    public static boolean is(byte type) {
        return type == V128;
    }

    /** Returns the number of vector types among some types. */
    public static int in(byte[] types) {
        int count = 0;
        for (byte type : types) {
            count += type == V128 ? 1 : 0;
        }
        return count;
    }

    /** Returns types with each vector replaced by two integers. */
    public static byte[] lower(byte[] types) {
        int vectors = in(types);
        if (vectors == 0) {
            return types;
        }
        byte[] lowered = new byte[types.length + vectors];
        int at = 0;
        for (byte type : types) {
            if (type == V128) {
                lowered[at++] = I64;
                lowered[at++] = I64;
            } else {
                lowered[at++] = type;
            }
        }
        return lowered;
    }

    /**
     * Returns the types of an instruction's operands or results with each vector replaced by two
     * integers.
     *
     * @param codes the types, as {@link Op#takes} and {@link Op#gives} return them
     */
    public static byte[] lower(String codes) {
        return lower(codes.getBytes(StandardCharsets.ISO_8859_1));
    }

    static ModuleLayout lower(ModuleLayout module) {
        ModuleLayout lowered = new ModuleLayout(module);
        lowered.types.replaceAll(FuncType::lowered);
        int count = module.globals.size();
        lowered.highGlobals = new int[count];
        for (int i = 0; i < count; i++) {
            GlobalType global = module.globals.get(i);
            if (global.type() == V128) {
                GlobalType half = new GlobalType(I64, global.mutable());
                lowered.globals.set(i, half);
                lowered.highGlobals[i] = lowered.globals.size();
                lowered.globals.add(half);
            }
        }
        return lowered;
    }
}
