package org.vexhost.distribution.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;
import org.vexhost.distribution.load.HostMeter.Holdings;

/**
 * Eight callers, and an operator who copies files over a running host all the time. How long is the
 * system property {@code vexhost.load.seconds}; the profile {@code load} makes it 600.
 */
@DisplayName("A host under callers and an operator")
class LoadIT {

    private static final int TOOLS = 20;
    private static final int CALLERS = 8;
    private static final int DEPLOYMENTS_PER_SECOND = 10;
    private static final int SECONDS = Integer.getInteger("vexhost.load.seconds", 60);
    private static final int WARM_UP_SECONDS = 10;

    /** How often what a busy machine has not given back yet is looked at again. */
    private static final int TRIES = 5;

    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+),");

    @TempDir Path folder;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final Map<String, AtomicLong> refusals = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void losesNoCallAndHoldsAfterwardsWhatItHeldBefore() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"));
                HostMeter meter = new HostMeter(host.pid())) {
            Operator operator = new Operator(host.home().tools(), 42);
            try (LogTail log = new LogTail(host.logFile(), operator::announced)) {
                for (int i = 0; i < TOOLS; i++) {
                    operator.update(Operator.name(i));
                }
                settle(host, operator);
                run(host, operator, log, WARM_UP_SECONDS);
                settle(host, operator);
                Holdings before = idle(meter);
                long warm = answers.getAndSet(0);

                run(host, operator, log, SECONDS);
                settle(host, operator);
                Holdings after = idle(meter);
                for (int i = 0; i < TRIES && !isBackAgain(before, after); i++) {
                    after = idle(meter);
                }

                System.out.printf(
                        "load: %d s, %d answers (%d in the warm-up), %s, refused %s%n"
                                + "load: before %s%nload: after  %s%n",
                        SECONDS,
                        answers.get(),
                        warm,
                        operator,
                        new TreeMap<>(refusals),
                        before,
                        after);
                assertEquals(List.of(), List.copyOf(wrong));
                assertTrue(answers.get() > 10L * SECONDS, () -> answers + " answers");
                assertTrue(
                        isBackAgain(before, after), before + " " + after + " " + meter.threads());
            }
        }
    }

    private static boolean isBackAgain(Holdings before, Holdings after) {
        return after.heapBytes() < before.heapBytes() + (6 << 20)
                && after.metaspaceBytes() < before.metaspaceBytes() + (3 << 20)
                && after.classes() < before.classes() + 200
                && after.threads() <= before.threads() + 4
                && after.files() <= before.files() + 4;
    }

    private void run(HostProcess host, Operator operator, LogTail log, int seconds)
            throws Exception {
        over.set(false);
        Thread[] callers = new Thread[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            callers[i] = new Thread(() -> call(host, operator, log), "caller-" + i);
            callers[i].start();
        }
        Random random = new Random(seconds);
        long start = System.nanoTime();
        for (int i = 0; i < seconds * DEPLOYMENTS_PER_SECOND; i++) {
            operator.act(Operator.name(random.nextInt(TOOLS)));
            long next = start + (i + 1) * 1_000_000_000L / DEPLOYMENTS_PER_SECOND;
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        over.set(true);
        for (Thread caller : callers) {
            caller.join(60_000);
            assertTrue(!caller.isAlive(), caller::getName);
        }
    }

    /** Threads that have nothing to do end after 10 s. */
    private static Holdings idle(HostMeter meter) throws Exception {
        Thread.sleep(12_000);
        return meter.holdings();
    }

    /** Every tool in a last version that answers. */
    private static void settle(HostProcess host, Operator operator) throws Exception {
        for (int i = 0; i < TOOLS; i++) {
            operator.update(Operator.name(i));
        }
        for (int i = 0; i < TOOLS; i++) {
            GeneratedTool tool =
                    operator.generation(Operator.name(i), operator.latest(Operator.name(i)));
            host.awaitCall(tool.name(), "{}", reply -> reply.out().equals(tool.answer("{}")));
        }
    }

    private void call(HostProcess host, Operator operator, LogTail log) {
        Random random = new Random();
        try {
            for (int n = 0; !over.get(); n++) {
                String name = Operator.name(random.nextInt(TOOLS));
                String arguments = "{\"n\":" + n + "}";
                int least = log.announced(name);
                boolean absent = operator.mayBeAbsent(name);
                int removals = operator.removals(name);
                Reply reply = host.call(name, arguments);
                if (reply.status() == 0) {
                    answers.incrementAndGet();
                    judge(operator, name, arguments, least, reply.out());
                } else {
                    boolean mayRefuse =
                            absent
                                    || operator.mayBeAbsent(name)
                                    || operator.removals(name) != removals;
                    judge(name, mayRefuse, reply);
                }
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(e.toString());
        }
    }

    private void judge(Operator operator, String name, String arguments, int least, String answer) {
        Matcher matcher = VERSION.matcher(answer);
        if (!matcher.find()) {
            wrong.add(name + " answered " + answer);
            return;
        }
        int version = Integer.parseInt(matcher.group(1));
        if (version < least) {
            wrong.add("%s answered with %d after %d was ACTIVE".formatted(name, version, least));
        }
        String right = operator.generation(name, version).answer(arguments);
        if (!answer.equals(right)) {
            wrong.add("%s answered %s, not %s".formatted(name, answer, right));
        }
    }

    private void judge(String name, boolean mayRefuse, Reply reply) {
        String reason = reply.err().replaceFirst("(?s):.*", "");
        refusals.computeIfAbsent(reason, each -> new AtomicLong()).incrementAndGet();
        boolean fits =
                List.of(
                                "NOT_FOUND/NO_SUCH_TOOL",
                                "UNAVAILABLE/DRAINING",
                                "UNAVAILABLE/DEPLOYING",
                                "UNAVAILABLE/DEPLOYMENT_FAILED")
                        .contains(reason);
        if (!fits || !mayRefuse) {
            wrong.add(name + " " + reply);
        }
    }
}
