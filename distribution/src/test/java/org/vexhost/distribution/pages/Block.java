package org.vexhost.distribution.pages;

import java.util.Optional;
import java.util.Set;

/**
 * A fenced code block of a page.
 *
 * @param line where its fence begins, from 1
 * @param language what the fence names, or nothing
 */
record Block(Page page, int line, String language, Optional<Mark> mark, String text) {

    /** Illustrations, which need no mark. Everything else is taken for commands. */
    private static final Set<String> DATA =
            Set.of(
                    "c",
                    "go",
                    "ini",
                    "java",
                    "json",
                    "properties",
                    "python",
                    "rust",
                    "text",
                    "ts",
                    "xml");

    /** Languages that a block of commands may have: for bash, and for the shell of a host. */
    private static final Set<String> COMMANDS = Set.of("sh", "gosh");

    String place() {
        return page.name() + ":" + line;
    }

    boolean isRunHere() {
        return is(Mark.Kind.RUN) || is(Mark.Kind.RUN_WITH);
    }

    boolean is(Mark.Kind kind) {
        return mark.filter(found -> found.kind() == kind).isPresent();
    }

    /** What is wrong with the block itself, or nothing. */
    Optional<String> fault() {
        if (DATA.contains(language)) {
            return mark.filter(Mark::isOfCommands).map(found -> "commands have the language sh");
        }
        if (!COMMANDS.contains(language)) {
            return Optional.of("the fence has to name a language: sh, gosh, or one of " + DATA);
        }
        if (mark.filter(Mark::isOfCommands).isEmpty()) {
            return Optional.of(
                    "a block of commands has no mark: <!-- run -->, <!-- run with PROGRAMS -->,"
                            + " <!-- run by -Ppackages -->, <!-- run by .ci/run --> or"
                            + " <!-- not run: REASON -->");
        }
        return Optional.empty();
    }

    /** The commands as bash takes them. */
    String script() {
        return language.equals("gosh")
                ? "vexhost shell <<'END_OF_BLOCK'\n" + text + "END_OF_BLOCK\n"
                : text;
    }
}
