package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

/** A method of the JVM has 255 slots for parameters; a function here 1,000 parameters. */
@DisplayName("A function with many parameters and results")
class ManyParametersTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int I64 = ModuleWriter.I64;

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** Calls it directly and through a table, and exits with the weighted sums together. */
    private static byte[] module(int count, int type) {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int exit = module.type(new int[] {I32}, new int[0]);
        module.importFunction("wasi_snapshot_preview1", "proc_exit", exit);
        int plain = module.type(new int[0], new int[0]);
        int[] values = new int[count];
        Arrays.fill(values, type);
        int many = module.type(values, new int[] {I32});
        int all = module.type(values, values);
        Bytes sum = Bytes.of(0x41, 0);
        Bytes same = new Bytes();
        Bytes arguments = new Bytes();
        for (int i = 0; i < count; i++) {
            sum.u8(0x20).u32(i).u8(type == I64 ? new int[] {0xA7} : new int[0]);
            sum.u8(0x41).s64(i + 1).u8(0x6C, 0x6A);
            same.u8(0x20).u32(i);
            arguments.u8(type == I64 ? 0x42 : 0x41).s64(2 * i + 1);
        }
        int add = module.function(many, new int[0], sum);
        int echo = module.function(all, new int[0], same);
        module.entry(4, Bytes.of(0x70, 0, 2));
        module.entry(9, Bytes.of(0, 0x41, 0, 0x0B, 2).u32(add).u32(echo));
        Bytes code = new Bytes().add(arguments).u8(0x10).u32(echo).u8(0x10).u32(add);
        code.add(arguments).u8(0x41, 1, 0x11).u32(all).u8(0);
        code.u8(0x41, 0, 0x11).u32(many).u8(0, 0x6A, 0x10, 0);
        int start = module.function(plain, new int[0], code);
        return module.export("_start", 0, start).export("memory", 2, 0).toByteArray();
    }

    private static long expected(int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (2 * i + 1) * (i + 1);
        }
        return Integer.toUnsignedLong(2 * sum);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                119, 120, 121, 124, 125, 126, 127, 128, 130, 200, 248, 249, 250, 251, 252, 253, 254,
                255, 256, 500, 1000
            })
    void worksUpToTheLimitOfOtherEngines(int count) throws Exception {
        for (int type : new int[] {I32, I64}) {
            CommandResult result =
                    ENGINE.exec(WasmCommand.builder().module(module(count, type)).build());
            assertEquals(
                    OptionalLong.of(expected(count)), result.exitCode(), () -> "of type " + type);
        }
    }

    @Test
    void isRejectedBeyond() {
        WasmCommand command = WasmCommand.builder().module(module(1001, I32)).build();
        InvalidModuleException thrown =
                assertThrows(InvalidModuleException.class, () -> ENGINE.exec(command));
        assertEquals(
                "parameters exceeds maxParams of 1000, has 1001 [offset 0x14]",
                thrown.getMessage());
    }
}
