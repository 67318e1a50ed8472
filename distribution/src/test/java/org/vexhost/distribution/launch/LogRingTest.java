package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vexhost.distribution.host.HostLog.Entry;

class LogRingTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("a.Logger");
    private final LogRing ring = new LogRing();

    @BeforeEach
    void start() {
        ring.setContext(context);
        ring.start();
        log.setLevel(Level.INFO);
        log.addAppender(ring);
    }

    private List<String> messages(long after, int max) {
        return ring.after(after, max).stream().map(Entry::message).toList();
    }

    @Test
    void keepsLinesInOrderAndResumesAfterANumber() {
        assertEquals(0, ring.lastSequence());
        assertEquals(1, ring.firstSequence());
        log.info("one");
        log.warn("two {}", 2);
        log.debug("not logged");
        assertEquals(List.of("one", "two 2"), messages(0, 10));
        assertEquals(List.of("one"), messages(0, 1));
        assertEquals(List.of("two 2"), messages(1, 10));
        assertEquals(List.of(), messages(2, 10));
        assertEquals("WARN", ring.after(1, 1).get(0).level());
        assertEquals(List.of("one", "two 2"), messages(99, 10), "of an earlier start");
    }

    @Test
    void keepsTheLastLinesOnly() {
        for (int i = 1; i <= LogRing.KEPT + 3; i++) {
            log.info("line {}", i);
        }
        assertEquals(4, ring.firstSequence());
        assertEquals(LogRing.KEPT, ring.after(0, Integer.MAX_VALUE).size());
        assertEquals("line 4", messages(0, 1).get(0));
    }

    @Test
    void makesTextSafeAndCutsIt() {
        log.info("a\u001b[2Jb\nc");
        assertEquals("a\\u001b[2Jb\\u000ac", messages(0, 1).get(0));
        log.info("x".repeat(LogRing.MAX_LENGTH));
        log.info("x".repeat(LogRing.MAX_LENGTH + 1));
        log.info("\u0007".repeat(LogRing.MAX_LENGTH));
        List<String> long3 = messages(1, 3);
        assertEquals("x".repeat(LogRing.MAX_LENGTH), long3.get(0));
        assertEquals("x".repeat(LogRing.MAX_LENGTH - 1) + "…", long3.get(1));
        assertEquals(LogRing.MAX_LENGTH, long3.get(2).length());
    }

    @Test
    void addsTheCausesOfAnException() {
        log.error("failed", new IllegalStateException("outer", new IOException("inner")));
        String message = messages(0, 1).get(0);
        assertTrue(message.startsWith("failed | java.lang.IllegalStateException: outer"), message);
        assertTrue(message.endsWith(" | java.io.IOException: inner"), message);
    }

    @Test
    void survivesALineThatCannotBeRendered() {
        log.info(
                "bad {}",
                new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("for a test");
                    }
                });
        log.info("next");
        List<String> all = messages(0, 10);
        assertEquals("next", all.get(all.size() - 1));
    }
}
