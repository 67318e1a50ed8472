package org.vexhost.distribution.small;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.api.ErrorReason;
import org.vexhost.distribution.cli.HostProcess.Reply;

/**
 * What a small host answered: right answers, refusals by their reason, and what is neither.
 * Thread-safe.
 */
final class Answers {

    /** What a host without room may say of a call that it would serve otherwise. */
    static final Set<ErrorReason> FOR_LACK_OF_ROOM =
            Set.of(
                    ErrorReason.OVERLOADED,
                    ErrorReason.DEPLOYING,
                    ErrorReason.DEPLOYMENT_FAILED,
                    ErrorReason.WALL_CLOCK);

    private static final Pattern ERROR = Pattern.compile("([A-Z_]+)/([A-Z_]+): \\S.*");

    private final AtomicLong right = new AtomicLong();
    private final Map<String, AtomicLong> refusals = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Judges an answer of which there is one right form. */
    void judge(String what, Reply reply, String rightOut) {
        if (reply.status() == 0 && reply.out().equals(rightOut)) {
            right.incrementAndGet();
        } else {
            refused(what, reply, FOR_LACK_OF_ROOM);
        }
    }

    /** Judges a refusal, which has to be for one of some reasons. */
    void refused(String what, Reply reply, Set<ErrorReason> reasons) {
        Matcher error = ERROR.matcher(reply.err());
        if (reply.status() != 0 && reply.out().isEmpty() && error.matches()) {
            for (ErrorReason reason : reasons) {
                if (reason.name().equals(error.group(2))
                        && reason.code().name().equals(error.group(1))
                        && reason.code().exitStatus() == reply.status()) {
                    refusals.computeIfAbsent(reason.name(), each -> new AtomicLong())
                            .incrementAndGet();
                    return;
                }
            }
        }
        wrong(what + " " + reply);
    }

    /** Counts an answer that was looked at elsewhere. */
    void right() {
        right.incrementAndGet();
    }

    void wrong(String text) {
        wrong.add(text);
    }

    /** What was neither right nor refused with a reason. */
    List<String> allWrong() {
        return List.copyOf(wrong);
    }

    long rightCount() {
        return right.get();
    }

    @Override
    public String toString() {
        return "%d right answers, refused %s".formatted(right.get(), new TreeMap<>(refusals));
    }
}
