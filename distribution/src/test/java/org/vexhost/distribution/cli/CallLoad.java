package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.host.HostHome;

/**
 * Calls the tool {@code echo} of a host all the time, from several threads and with numbers, and
 * keeps every answer. It also continues while the host does not run.
 */
public final class CallLoad implements AutoCloseable {

    private static final int THREADS = 4;

    /** Between two calls of a thread. */
    private static final int PAUSE_MILLIS = 2;

    private final Client client;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger number = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;

    /** Makes the call with a number. */
    @FunctionalInterface
    public interface Client {
        Answer call(int number) throws IOException, InterruptedException;
    }

    /** What came of a call. */
    public enum Outcome {
        /** The tool's result. */
        RIGHT,
        /** The host, or the client, says that the call may succeed later. */
        REFUSED_FOR_NOW,
        WRONG
    }

    /** What came of the call with a number. */
    public record Answer(int number, Outcome outcome, String text) {

        public boolean isRight() {
            return outcome == Outcome.RIGHT;
        }
    }

    private CallLoad(Client client) {
        this.client = client;
    }

    /** Calls by the socket of a home. */
    static CallLoad begin(HostHome home) {
        return begin(
                number -> {
                    String text = arguments(number);
                    Reply reply = HostProcess.call(home, "echo", text);
                    return new Answer(number, outcome(reply, text), reply.toString());
                });
    }

    public static CallLoad begin(Client client) {
        CallLoad load = new CallLoad(client);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(load::run, "load-" + i);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    /** The arguments of the call with a number, and its result. */
    public static String arguments(int number) {
        return "{\"n\":" + number + "}";
    }

    private static Outcome outcome(Reply reply, String text) {
        if (reply.equals(new Reply(0, text, ""))) {
            return Outcome.RIGHT;
        }
        boolean isForNow =
                reply.status() == 6
                        || (reply.status() == 5
                                && (reply.err().startsWith("UNAVAILABLE/DRAINING: ")
                                        || reply.err().startsWith("UNAVAILABLE/DEPLOYING: ")));
        return isForNow ? Outcome.REFUSED_FOR_NOW : Outcome.WRONG;
    }

    private void run() {
        try {
            while (!isOver) {
                Answer answer = client.call(number.incrementAndGet());
                answers.add(answer);
                if (answer.isRight()) {
                    int ignored = right.incrementAndGet();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            answers.add(new Answer(-1, Outcome.WRONG, e.toString()));
        }
    }

    /** Waits until that many more calls are answered rightly. */
    public void await(int more) throws InterruptedException {
        int wanted = right.get() + more;
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (right.get() < wanted) {
            assertTrue(
                    System.nanoTime() < end,
                    () -> "calls are not answered rightly: " + answers.peek());
            Thread.sleep(5);
        }
    }

    /** Ends the load, and gives all answers. */
    public List<Answer> end() throws InterruptedException {
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
