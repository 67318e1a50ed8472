package org.vexhost.loader.schema;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A translator of ECMA-262's regular expressions to RE2's syntax. It assumes the {@code u} flag,
 * but accepts lone braces. It rejects lookaround and back-references, which RE2 cannot match in
 * linear time. Groups become non-capturing, because nothing uses their contents.
 */
final class EcmaPattern {

    private static final int MAX_REPEAT = 1_000;
    private static final int MAX_NESTING = 100;
    private static final String NO_LINE_END = "[^\\n\\r\\x{2028}\\x{2029}]";

    private final PatternText text;
    private final EcmaCharacters characters;
    private final StringBuilder out = new StringBuilder();

    /** The sizes of the open groups that surround the innermost open group. */
    private final Deque<Long> around = new ArrayDeque<>();

    /** The approximate number of instructions of the innermost open group. */
    private long size;

    /**
     * The approximate number of instructions of that group's last part; 0 if there is nothing to
     * repeat.
     */
    private long lastSize;

    private EcmaPattern(PatternText text) {
        this.text = text;
        this.characters = new EcmaCharacters(text);
    }

    static String translate(String ecma) throws UnsupportedPatternException {
        return new EcmaPattern(new PatternText(ecma)).run();
    }

    private String run() throws UnsupportedPatternException {
        while (!text.isAtEnd()) {
            part();
            if (size > LinearPattern.MAX_INSTRUCTIONS) {
                throw text.broken(
                        "exceeds maxPatternInstructions of %d [about %d]"
                                .formatted(LinearPattern.MAX_INSTRUCTIONS, size));
            }
        }
        if (!around.isEmpty()) {
            throw text.broken("has a group that does not end");
        }
        return out.toString();
    }

    private void part() throws UnsupportedPatternException {
        int point = text.nextPoint();
        switch (point) {
            case '(' -> openGroup();
            case ')' -> closeGroup();
            case '|', '^', '$' -> atom(Character.toString(point));
            case '[' -> atom(characters.characterClass());
            case '.' -> atom(NO_LINE_END);
            case '\\' -> atom(characters.escape());
            case '*', '+', '?' -> quantifier(Character.toString(point), 2);
            case '{' -> braces();
            default -> atom(EcmaCharacters.literal(point));
        }
    }

    private void atom(String translated) {
        out.append(translated);
        count(1);
    }

    private void count(long instructions) {
        lastSize = instructions;
        size += instructions;
    }

    private void openGroup() throws UnsupportedPatternException {
        if (text.isNext("?=") || text.isNext("?!")) {
            throw text.nonLinear("a lookahead");
        } else if (text.isNext("?<=") || text.isNext("?<!")) {
            throw text.nonLinear("a lookbehind");
        } else if (text.take("?<")) {
            text.skip(text.upTo('>').length());
            if (!text.take(">")) {
                throw text.broken("has a group name that does not end");
            }
        } else if (!text.take("?:") && text.isNext("?")) {
            throw text.broken("has a group that is not known");
        }
        if (around.size() == MAX_NESTING) {
            throw text.broken("exceeds maxPatternNesting of %d groups".formatted(MAX_NESTING));
        }
        around.push(size);
        size = 0;
        lastSize = 0;
        out.append("(?:");
    }

    private void closeGroup() throws UnsupportedPatternException {
        if (around.isEmpty()) {
            throw text.broken("ends a group that did not begin");
        }
        out.append(')');
        long inner = size + 1;
        size = around.pop();
        count(inner);
    }

    private void braces() throws UnsupportedPatternException {
        String inside = text.upTo('}');
        if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            atom(EcmaCharacters.literal('{'));
            return;
        }
        text.skip(inside.length() + 1);
        int comma = inside.indexOf(',');
        String upper = inside.substring(comma + 1);
        boolean open = upper.isEmpty();
        long low = Long.parseLong(comma < 0 ? inside : inside.substring(0, comma));
        long high = open ? low : Long.parseLong(upper);
        if (Math.max(low, high) > MAX_REPEAT) {
            throw text.broken(
                    "exceeds maxPatternRepeat of %d [%d]"
                            .formatted(MAX_REPEAT, Math.max(low, high)));
        }
        if (high < low) {
            throw text.broken("has a quantifier out of order");
        }
        quantifier("{" + inside + "}", Math.max(1, high) + (open ? 1 : 0));
    }

    private void quantifier(String translated, long times) throws UnsupportedPatternException {
        if (lastSize == 0) {
            throw text.broken("has a quantifier after nothing");
        }
        out.append(translated);
        if (text.take("?")) {
            out.append('?');
        }
        size += lastSize * (times - 1);
        lastSize = 0;
    }
}
