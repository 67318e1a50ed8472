package org.vexhost.loader.shell.text;

import org.vexhost.loader.shell.command.Ink;

/** Chooses the colours of states, outcomes and log levels. */
public final class StateInk {

    private StateInk() {}

    /** Colours a state or level; leaves any other text unchanged. */
    public static String paint(String word) {
        return switch (word) {
            case "ACTIVE" -> Ink.GOOD.on(word);
            case "BLOCKED", "WAITING", "COMPILING", "DRAINING", "WARN" -> Ink.CAUTION.on(word);
            case "FAILED", "ERROR" -> Ink.BAD.on(word);
            default -> word;
        };
    }

    /** Colours the error of a call. */
    public static String failure(String word) {
        return Ink.BAD.on(word);
    }
}
