package org.vexhost.loader.shell.command;

/**
 * A colour for a part of a command's output. Until the output reaches the terminal, control
 * characters mark the colours. Text of guests has no such characters, because it was escaped
 * earlier.
 */
public enum Ink {
    /** For a good state. */
    GOOD('\u0001', "32"),
    /** For a state that an operator may want to look at. */
    CAUTION('\u0002', "33"),
    /** For a bad state. */
    BAD('\u0003', "31");

    private static final char END = '\u0004';
    private static final String RESET = "\u001b[0m";

    private final char mark;
    private final String code;

    Ink(char mark, String code) {
        this.mark = mark;
        this.code = code;
    }

    /** Whether the output of a command is written to a terminal with colours. */
    enum Use {
        COLOURED,
        PLAIN
    }

    /** Marks printable text with this colour. */
    public String on(String text) {
        return mark + text + END;
    }

    /** Returns safe text. The marks become colours, or are removed if colours are not used. */
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
