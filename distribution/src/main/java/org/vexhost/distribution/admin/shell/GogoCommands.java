package org.vexhost.distribution.admin.shell;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names of Gogo's commands in a session, with a summary of each. Gogo itself does not provide
 * summaries.
 */
public final class GogoCommands {

    /** The commands of Gogo's {@code Builtin}. */
    public static final Map<String, String> BUILTIN =
            sorted(
                    Map.ofEntries(
                            Map.entry("format", "prints a value in full"),
                            Map.entry("getopt", "reads options, for scripts"),
                            Map.entry("new", "makes a Java object, for scripts"),
                            Map.entry("set", "shows or sets variables"),
                            Map.entry("tac", "collects its input as a list, for scripts"),
                            Map.entry("type", "says what a name stands for"),
                            Map.entry("jobs", "lists the jobs of this session"),
                            Map.entry("fg", "brings a job into the foreground"),
                            Map.entry("bg", "continues a job in the background"),
                            Map.entry("keymap", "shows or changes what keys do"),
                            Map.entry("setopt", "switches options of the line editor on"),
                            Map.entry("unsetopt", "switches options of the line editor off"),
                            Map.entry("complete", "says how a command's words are completed"),
                            Map.entry("history", "lists what was typed before"),
                            Map.entry("widget", "shows or changes what the line editor can do"),
                            Map.entry("__files", ""),
                            Map.entry("__directories", ""),
                            Map.entry("__usage_completion", "")));

    /** The commands of Gogo's {@code Procedural}. */
    public static final Map<String, String> PROCEDURAL =
            sorted(
                    Map.of(
                            "each",
                                    "runs a block for each element of a list: each [a b] { echo $it"
                                            + " }",
                            "if", "runs a block if another succeeds: if { A } { B } { else C }",
                            "not", "succeeds where a block does not",
                            "throw", "fails with a message",
                            "try", "runs a block, and another if it fails: try { A } { B }",
                            "until", "runs a block until a condition holds",
                            "while", "runs a block while a condition holds",
                            "break", "leaves a loop",
                            "continue", "continues with the next round of a loop"));

    /** The commands of Gogo's {@code Posix}. */
    public static final Map<String, String> POSIX =
            sorted(
                    Map.ofEntries(
                            Map.entry("cat", "prints files"),
                            Map.entry("echo", "prints its arguments"),
                            Map.entry("grep", "prints the lines that match a pattern"),
                            Map.entry("sort", "sorts lines"),
                            Map.entry("sleep", "waits for some seconds"),
                            Map.entry("cd", "changes the session's folder, on the host's machine"),
                            Map.entry("pwd", "prints the session's folder"),
                            Map.entry("ls", "lists files"),
                            Map.entry("less", "shows text page by page"),
                            Map.entry("watch", "runs a command again and again"),
                            Map.entry("head", "prints the first lines"),
                            Map.entry("tail", "prints the last lines"),
                            Map.entry("clear", "clears the screen"),
                            Map.entry("wc", "counts lines, words and characters"),
                            Map.entry("date", "prints the time")));

    /** The commands of {@link SessionCommands}. */
    public static final Map<String, String> SESSION =
            sorted(
                    Map.of(
                            "exit", "leaves the session: exit [STATUS]",
                            "quit", "the same as exit",
                            "logout", "the same as exit",
                            "source", "runs a script in this session: source FILE",
                            "help", "lists commands, or explains one: help [COMMAND]"));

    private GogoCommands() {}

    /** Returns the summary of a Gogo command; empty for other commands. */
    static String summary(String name) {
        for (Map<String, String> commands : List.of(BUILTIN, PROCEDURAL, POSIX, SESSION)) {
            if (commands.containsKey(name)) {
                return commands.get(name);
            }
        }
        return "";
    }

    private static Map<String, String> sorted(Map<String, String> commands) {
        return new TreeMap<>(commands);
    }
}
