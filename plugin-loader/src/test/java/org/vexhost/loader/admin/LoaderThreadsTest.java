package org.vexhost.loader.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.vexhost.api.admin.ThreadOverview;
import org.vexhost.api.admin.ThreadOverview.State;
import org.vexhost.api.admin.ThreadOverview.ThreadFacts;
import org.vexhost.loader.Await;

class LoaderThreadsTest {

    private final LoaderThreads overview = new LoaderThreads();

    private ThreadFacts facts(String name) {
        return overview.threads().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsAThreadThatWaitsAndWhere() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "overview-test-12");
        thread.start();
        try {
            Await.until(
                    () -> facts("overview-test-12").state() == State.WAITING, overview::threads);
            ThreadFacts waiting = facts("overview-test-12");
            assertEquals("overview-test", waiting.group());
            assertTrue(waiting.at().orElseThrow().contains("."), waiting::toString);
        } finally {
            end.countDown();
            thread.join(30_000);
        }
    }

    @Test
    void showsTheThreadThatAsksAsRunning() {
        assertEquals(State.RUNNING, facts(Thread.currentThread().getName()).state());
    }

    @Test
    void groupsByTheNameWithoutItsNumber() {
        assertEquals("vexhost-call", ThreadOverview.group("vexhost-call-3"));
        assertEquals("GC Thread", ThreadOverview.group("GC Thread#1"));
        assertEquals("12", ThreadOverview.group("12"));
    }
}
