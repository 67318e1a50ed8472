package org.vexhost.sandbox.meter;

import java.util.function.IntPredicate;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * Writes a metered module without the bodies of compiled functions. The result contains everything
 * that an instance needs, and can be parsed quickly.
 */
public final class Skeleton {

    private static final int HEADER = 8;
    private static final int CODE = 10;

    private final byte[] source;
    private int position = HEADER;

    private Skeleton(byte[] source) {
        this.source = source;
    }

    /**
     * Returns the module with only the selected bodies.
     *
     * @param module a valid module
     * @param keep returns whether a body is kept; its argument is an index among the functions that
     *     the module defines
     */
    public static byte[] of(byte[] module, IntPredicate keep) {
        return new Skeleton(module).write(keep);
    }

    private byte[] write(IntPredicate keep) {
        ByteSink out = new ByteSink(source.length / 2);
        out.raw(source, 0, HEADER);
        while (position < source.length) {
            int id = source[position++];
            int length = u32();
            int end = position + length;
            if (id == CODE) {
                ByteSink code = bodies(keep);
                out.u8(id).u32(code.size()).raw(code);
            } else if (id != 0) {
                out.u8(id).u32(length).raw(source, position, end);
            }
            position = end;
        }
        return out.toByteArray();
    }

    private ByteSink bodies(IntPredicate keep) {
        int count = u32();
        ByteSink code = new ByteSink(count * 4 + 5).u32(count);
        for (int i = 0; i < count; i++) {
            int length = u32();
            if (keep.test(i)) {
                code.u32(length).raw(source, position, position + length);
            } else {
                code.u32(3).u32(0).op(Op.UNREACHABLE).op(Op.END);
            }
            position += length;
        }
        return code;
    }

    private int u32() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = source[position++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
