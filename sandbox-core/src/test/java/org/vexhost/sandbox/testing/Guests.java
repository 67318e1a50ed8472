package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;

/** Small modules that several tests use. */
public final class Guests {

    private static final int[] NONE = {};

    private Guests() {}

    /** A module of one function {@code run(i32) -> i64} with two locals, a memory and a table. */
    public static byte[] of(Bytes code) {
        ModuleWriter module = new ModuleWriter().memory(1, 4);
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 1).u32(2).u32(9));
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(3));
        module.entry(6, Bytes.of(I32, 1, 0x41, 5, 0x0B));
        int type = module.type(new int[] {I32}, new int[] {I64});
        module.function(type, new int[] {I32, I64}, code);
        module.function(type, NONE, Bytes.of(0x42, 7));
        module.entry(9, Bytes.of(0, 0x41, 0, 0x0B, 1, 1));
        module.entry(9, Bytes.of(1, 0, 2, 0, 1));
        module.entry(11, Bytes.of(0, 0x41, 4, 0x0B, 3, 'a', 'b', 'c'));
        module.entry(11, Bytes.of(1, 3, 'x', 'y', 'z'));
        module.export("run", 0, 0).export("memory", 2, 0);
        return module.countData().toByteArray();
    }

    /** Loops for ever. */
    public static byte[] loop() {
        return of(Bytes.of(0x03, 0x40, 0x0C, 0, 0x0B, 0x00));
    }

    /** Answers what a 32-bit expression gives. */
    public static byte[] answering(Bytes expression) {
        return of(new Bytes().add(expression).u8(0xAC));
    }
}
