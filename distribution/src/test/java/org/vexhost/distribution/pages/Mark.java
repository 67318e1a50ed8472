package org.vexhost.distribution.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is to be done with a code block: an HTML comment on the line before it. */
record Mark(Kind kind, String detail) {

    enum Kind {
        /** Runs with a JDK and the distribution alone; the detail is the exit status, if not 0. */
        RUN("run(?:, exits with (\\d+))?"),
        /** Runs in the profile {@code docs}; the detail lists the programs that it needs. */
        RUN_WITH("run with (\\S.*)"),
        /** Builds Vexhost itself: {@code .ci/run} takes it from the page and runs it. */
        RUN_BY_CI("run by \\.ci/run"),
        /** Installs a package: the profile {@code packages} takes it from the page and runs it. */
        RUN_BY_PACKAGES("run by -Ppackages"),
        /** The detail says why not. */
        NOT_RUN("not run: (\\S.*)"),
        /** What the command block before prints. */
        OUTPUT("output"),
        /** A file that later blocks use; the detail is its path. */
        FILE("file (\\S+)");

        private final Pattern pattern;

        Kind(String pattern) {
            this.pattern = Pattern.compile("<!-- " + pattern + " -->");
        }
    }

    /** Reads a line of a page; empty if it does not hold a mark. */
    static Optional<Mark> read(String line) {
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(line);
            if (matcher.matches()) {
                String detail = matcher.groupCount() == 0 ? null : matcher.group(1);
                return Optional.of(new Mark(kind, Objects.requireNonNullElse(detail, "")));
            }
        }
        return Optional.empty();
    }

    boolean isOfCommands() {
        return kind != Kind.OUTPUT && kind != Kind.FILE;
    }

    /** The exit status with which the last command of a block has to end. */
    int exitStatus() {
        return kind == Kind.RUN && !detail.isEmpty() ? Integer.parseInt(detail) : 0;
    }

    /** The programs that a block needs beside Java. */
    List<String> programs() {
        return kind == Kind.RUN_WITH ? Arrays.asList(detail.split(", ", -1)) : List.of();
    }
}
