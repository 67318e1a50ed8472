package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Grant;
import org.vexhost.http.exchange.HttpLimits;

@DisplayName("A host that is closed while a request runs")
@Timeout(60)
class ClosingTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("org.vexhost.http");

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    @Test
    void endsItWithoutCallingItAFailure() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (TestHost host = new TestHost();
                Server server = Server.answering((head, socket, out) -> end.await());
                Guest guest =
                        host.guest(
                                "t",
                                new Grant.Network(server.origin("127.0.0.1")),
                                TestHost.LOOPBACK)) {
            assertTrue(guest.get(server.origin("127.0.0.1") + "/") > 0);
            until(() -> !server.requests.isEmpty());
            host.host.close();
            assertEquals(0, host.host.open());
            until(ClosingTest::hasNoRequestThread);
            assertEquals(
                    List.of(), log.list.stream().filter(e -> e.getLevel() == Level.ERROR).toList());
        } finally {
            end.countDown();
        }
    }

    @Test
    void endsALookUpThatHangs() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        try (TestHost host =
                        new TestHost(
                                HttpLimits.DEFAULT,
                                SSLContext.getDefault(),
                                name -> {
                                    asked.set(true);
                                    try {
                                        end.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                    return TestHost.addresses("127.0.0.1");
                                });
                Guest guest =
                        host.guest("t", new Grant.Network("http://a.test"), TestHost.LOOPBACK)) {
            assertTrue(guest.get("http://a.test/") > 0);
            until(asked::get);
            host.host.close();
            until(ClosingTest::hasNoRequestThread);
            assertEquals(
                    List.of(), log.list.stream().filter(e -> e.getLevel() == Level.ERROR).toList());
        } finally {
            end.countDown();
        }
    }

    private static boolean hasNoRequestThread() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().equals("http-request"))
                .flatMap(each -> List.of(each.getValue()).stream())
                .noneMatch(frame -> frame.getClassName().endsWith("Exchange"));
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "did not come to be within 20 s");
            Thread.sleep(5);
        }
    }
}
