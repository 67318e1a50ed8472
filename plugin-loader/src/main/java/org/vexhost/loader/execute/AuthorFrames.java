package org.vexhost.loader.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vexhost.api.MessageText;

/**
 * Formats the stack frames of a Java tool's exception, so that its author can find the failing
 * line. The frames of the host are left out. The causes of the exception are included.
 */
final class AuthorFrames {

    private static final int MAX_FRAMES = 20;
    private static final int MAX_CAUSES = 5;
    private static final int MAX_LENGTH = 300;

    /** The class of the first frame that belongs to the host; all frames after it do too. */
    private static final String HOST = JavaToolRun.class.getName();

    private AuthorFrames() {}

    /**
     * Returns a suffix for a log line. The frames are separated by bars, as in all stack traces of
     * the log.
     */
    static String of(Throwable thrown) {
        List<String> parts = new ArrayList<>();
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (depth > 0) {
                parts.add("caused by " + printable(String.valueOf(cause)));
            }
            addFrames(cause.getStackTrace(), parts);
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return parts.stream().map(" | "::concat).collect(Collectors.joining());
    }

    private static void addFrames(StackTraceElement[] frames, List<String> parts) {
        int end = 0;
        while (end < frames.length && !frames[end].getClassName().equals(HOST)) {
            end++;
        }
        for (int i = 0; i < Math.min(end, MAX_FRAMES); i++) {
            parts.add("at " + printable(frames[i].toString()));
        }
        if (end > MAX_FRAMES) {
            parts.add("%d more".formatted(end - MAX_FRAMES));
        }
    }

    private static String printable(String text) {
        return MessageText.escape(text, MAX_LENGTH);
    }
}
