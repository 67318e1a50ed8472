package org.vexhost.distribution.admin.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A spare thread")
class SpareThreadTest {

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vexhost-spare"))
                .toList();
    }

    @Test
    void isThereUntilItIsGivenUpAndThenAgain() throws Exception {
        try (SpareThread spare = new SpareThread()) {
            assertFalse(spare.giveUp());
            assertTrue(spare.keep());
            assertTrue(spare.keep());
            assertEquals(1, threads().size());
            assertTrue(spare.giveUp());
            assertEquals(List.of(), threads());
            for (int i = 0; i < 1_000 && !spare.keep(); i++) {
                Thread.sleep(10);
            }
            assertEquals(1, threads().size());
        }
    }

    @Test
    void endsForGoodWithItsOwner() throws Exception {
        SpareThread spare = new SpareThread();
        assertTrue(spare.keep());
        Thread thread = threads().get(0);
        spare.close();
        thread.join(30_000);
        assertFalse(thread.isAlive());
        assertTrue(spare.keep(), "nobody is to wait for it");
        assertEquals(List.of(), threads());
    }

    @Test
    void outlivesAnInterrupt() throws Exception {
        try (SpareThread spare = new SpareThread()) {
            assertTrue(spare.keep());
            threads().forEach(Thread::interrupt);
            assertTrue(spare.giveUp());
        }
    }
}
