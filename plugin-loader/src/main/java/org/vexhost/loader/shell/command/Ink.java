package org.vexhost.loader.shell.command;

/**
 * A colour of a part of a command's output. Between a command and the terminal, colours are control
 * characters; guests' text contains none, because they are escaped earlier.
 */
public enum Ink {
    /** All is well. */
    GOOD('\u0001', "32"),
    /** An operator may want to look at this. */
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

    /** Whether a command's output goes to a terminal with colours. */
    enum Use {
        COLOURED,
        PLAIN
    }

    /** Colours printable text. */
    public String on(String text) {
        return mark + text + END;
    }

    /** Returns safe text, with colours if allowed. */
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
