package org.vexhost.distribution.cli;

import java.util.regex.Pattern;

/**
 * The end of a JVM that got a SIGTERM while it initialized itself.
 *
 * <p>A JVM handles the signal from some milliseconds before it has initialized its modules. It may
 * then give up with an error of its own; that of JDK 25 may also say that it cannot log its exit.
 * No code of the host has run at that time.
 */
final class EarlyEnd {

    private static final Pattern WORDS_OF_THE_JVM =
            Pattern.compile(
                    "(?:Runtime\\.exit\\(143\\) logging failed: .*\\R)?"
                            + "(?:Error occurred during initialization of VM\\R"
                            + "java\\.lang\\.InternalError: Bad level: .*\\R(?:\\tat .*\\R)*\\R*)?");

    private EarlyEnd() {}

    /**
     * Returns whether a process printed the messages of such a JVM, and nothing else.
     *
     * @param status with which the process ended
     * @param printed its output and error output
     */
    static boolean was(int status, String printed) {
        return !printed.isEmpty()
                && (status == 143 || status == 1)
                && WORDS_OF_THE_JVM.matcher(printed).matches();
    }
}
