package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.spi.GuestMemoryFault;
import org.vexhost.wasi.kit.ArrayMemory;
import org.vexhost.wasi.kit.FakeContext;
import org.vexhost.wasi.session.VexSession;

class VexModuleTest {

    private final VexModule module = new VexModule();
    private final FakeContext context = new FakeContext();
    private final ArrayMemory memory = new ArrayMemory(65_536);
    private final VexSession session = module.open(context);

    private void log(long level, long address, long length) throws InterruptedException {
        module.functions().get(0).body().call(session, memory, new long[] {level, address, length});
    }

    @Test
    void linesHaveLevels() throws InterruptedException {
        memory.write(100, "hello".getBytes(StandardCharsets.UTF_8), 0, 5);
        for (long level : new long[] {0, 1, 2, 3, 4, -1}) {
            log(level, 100, 5);
        }

        assertEquals("vex", module.name());
        assertEquals(
                List.of(
                        "DEBUG hello",
                        "INFO hello",
                        "WARN hello",
                        "ERROR hello",
                        "ERROR hello",
                        "DEBUG hello"),
                context.lines);
    }

    @Test
    void longLinesAreCut() throws InterruptedException {
        log(1, 0, 65_536);

        assertTrue(context.lines.get(0).length() < 8300);
        assertTrue(context.lines.get(0).endsWith("…"));
    }

    @Test
    void manyLinesAreDropped() throws InterruptedException {
        for (int i = 0; i < 2000; i++) {
            log(1, 0, 0);
        }

        assertEquals(1000, context.lines.size());
        assertEquals(
                "WARN call exceeded vex.log limit of 1000 lines, the rest is dropped",
                context.lines.get(999));
    }

    @Test
    void textOutOfMemoryTraps() {
        assertThrows(GuestMemoryFault.class, () -> log(1, 65_535, 2));
        assertThrows(GuestMemoryFault.class, () -> log(1, 0, 0xFFFF_FFFFL));
    }
}
