package org.vexhost.loader.shell.command;

/**
 * A colour of a part of what a command prints. Between a command and the terminal it is a control
 * character, which no text of a guest has: those are escaped before.
 */
public enum Ink {
    /** All is well. */
    GOOD('\u0001', "32"),
    /** An operator may want to look. */
    CAUTION('\u0002', "33"),
    /** Something is wrong. */
    BAD('\u0003', "31");

    private static final char END = '\u0004';
    private static final String RESET = "\u001b[0m";

    private final char mark;
    private final String code;

    Ink(char mark, String code) {
        this.mark = mark;
        this.code = code;
    }

    /** Whether a command's output goes to a terminal that has colours. */
    enum Use {
        COLOURED,
        PLAIN
    }

    /** Colours printable text. */
    public String on(String text) {
        return mark + text + END;
    }

    /** What is printed: safe, and coloured if it may be. */
    static String render(String text, Use use) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= END && text.charAt(i) > 0) {
                out.append(SafeText.of(text.substring(done, i)));
                if (use == Use.COLOURED) {
                    out.append(escape(text.charAt(i)));
                }
                done = i + 1;
            }
        }
        return done == 0
                ? SafeText.of(text)
                : out.append(SafeText.of(text.substring(done))).toString();
    }

    private static String escape(char mark) {
        for (Ink ink : values()) {
            if (ink.mark == mark) {
                return "\u001b[" + ink.code + "m";
            }
        }
        return RESET;
    }
}
