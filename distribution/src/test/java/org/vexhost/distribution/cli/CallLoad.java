package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.host.HostHome;

/**
 * Calls the tool {@code echo} of a home all the time, from several threads and with numbers, and
 * keeps every answer. It also continues while no host runs there.
 */
final class CallLoad implements AutoCloseable {

    private static final int THREADS = 4;

    /** Between two calls of a thread. */
    private static final int PAUSE_MILLIS = 2;

    private final HostHome home;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger number = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;

    /** What came of the call with a number. */
    record Answer(int number, Reply reply) {

        private static String text(int number) {
            return "{\"n\":" + number + "}";
        }

        boolean isRight() {
            return reply.equals(new Reply(0, text(number), ""));
        }

        /** Whether the host, or the client, says that the call may succeed later. */
        boolean isTemporarilyRefused() {
            return switch (reply.status()) {
                case 5 ->
                        reply.err().startsWith("UNAVAILABLE/DRAINING: ")
                                || reply.err().startsWith("UNAVAILABLE/DEPLOYING: ");
                case 6 -> true;
                default -> false;
            };
        }
    }

    private CallLoad(HostHome home) {
        this.home = home;
    }

    static CallLoad begin(HostHome home) {
        CallLoad load = new CallLoad(home);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(load::run, "load-" + i);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    private void run() {
        try {
            while (!isOver) {
                int mine = number.incrementAndGet();
                Answer answer = new Answer(mine, HostProcess.call(home, "echo", Answer.text(mine)));
                answers.add(answer);
                if (answer.isRight()) {
                    int ignored = right.incrementAndGet();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            answers.add(new Answer(-1, new Reply(-1, "", e.toString())));
        }
    }

    /** Waits until that many more calls are answered rightly. */
    void await(int more) throws InterruptedException {
        int wanted = right.get() + more;
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (right.get() < wanted) {
            assertTrue(
                    System.nanoTime() < end,
                    () -> "calls are not answered rightly: " + answers.peek());
            Thread.sleep(5);
        }
    }

    /** Calls a tool whose calls take seconds, and returns while the host runs the call. */
    CompletableFuture<Reply> beginLongCall(String tool) throws IOException, InterruptedException {
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            CompletableFuture<Reply> call = HostProcess.callLater(home, tool, "{}");
            while (!call.isDone()) {
                if (HostProcess.isCallRunning(home, tool)) {
                    return call;
                }
                Thread.sleep(5);
            }
        }
        return fail("no call of " + tool + " is seen running");
    }

    /** Ends the load, and gives all answers. */
    List<Answer> end() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            thread.join(HostProcess.PATIENCE.toMillis());
            assertTrue(!thread.isAlive(), () -> "a call is not answered: " + thread);
        }
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        isOver = true;
    }
}
