package org.vexhost.distribution.launch;

import java.util.List;

/** Thrown if the host cannot start. Each line of the message states one reason for the operator. */
public final class LaunchException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    LaunchException(String problem) {
        this(List.of(problem));
    }

    LaunchException(String problem, Throwable cause) {
        super(problem, cause);
        problems = List.of(problem);
    }

    LaunchException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** The reasons, one line each. */
    public List<String> problems() {
        return problems;
    }
}
