package org.vexhost.loader.schema;

import java.util.Map;

/** A translator of ECMA-262's characters, escapes and classes to RE2's syntax. */
final class EcmaCharacters {

    /** The characters of {@code \s} in ECMA-262, as ranges inside a class. */
    private static final String SPACE =
            "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
                    + "\\x{202f}\\x{205f}\\x{3000}\\x{feff}";

    /** All characters that are not in {@code SPACE}. */
    private static final String NOT_SPACE =
            "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
                    + "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}"
                    + "\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

    private static final String ANY = "[\\x{0}-\\x{10ffff}]";
    private static final String NOTHING = "[^\\x{0}-\\x{10ffff}]";

    private static final Map<String, String> LONG_CATEGORIES =
            Map.ofEntries(
                    Map.entry("Letter", "L"),
                    Map.entry("Uppercase_Letter", "Lu"),
                    Map.entry("Lowercase_Letter", "Ll"),
                    Map.entry("Titlecase_Letter", "Lt"),
                    Map.entry("Modifier_Letter", "Lm"),
                    Map.entry("Other_Letter", "Lo"),
                    Map.entry("Mark", "M"),
                    Map.entry("Number", "N"),
                    Map.entry("Decimal_Number", "Nd"),
                    Map.entry("digit", "Nd"),
                    Map.entry("Punctuation", "P"),
                    Map.entry("punct", "P"),
                    Map.entry("Symbol", "S"),
                    Map.entry("Separator", "Z"),
                    Map.entry("Space_Separator", "Zs"),
                    Map.entry("Other", "C"),
                    Map.entry("Control", "Cc"));

    private final PatternText text;

    EcmaCharacters(PatternText text) {
        this.text = text;
    }

    /** Returns a pattern that matches one character literally. */
    static String literal(int point) {
        boolean plain =
                (point >= 'a' && point <= 'z')
                        || (point >= 'A' && point <= 'Z')
                        || (point >= '0' && point <= '9');
        return plain ? Character.toString(point) : "\\x{" + Integer.toHexString(point) + "}";
    }

    /** Translates an escape outside a class, after its backslash has been read. */
    String escape() throws UnsupportedPatternException {
        char c = text.next();
        return switch (c) {
            case 'd', 'D', 'w', 'W', 'b', 'B' -> "\\" + c;
            case 's' -> "[" + SPACE + "]";
            case 'S' -> "[^" + SPACE + "]";
            case 'p', 'P' -> property(c);
            case 'k', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    throw text.nonLinear("a reference to a group");
            default -> literal(escaped(c));
        };
    }

    /** Translates a class, after its opening bracket has been read. */
    String characterClass() throws UnsupportedPatternException {
        boolean negated = text.take("^");
        StringBuilder members = new StringBuilder();
        while (!text.take("]")) {
            int low = classMember(members);
            if (low < 0) {
                continue;
            }
            members.append(literal(low));
            if (text.isNext("-") && !text.isNext("-]")) {
                text.take("-");
                StringBuilder set = new StringBuilder();
                int high = classMember(set);
                if (high < low) {
                    throw text.broken("has a range out of order");
                }
                members.append('-').append(literal(high));
            }
        }
        if (members.length() == 0) {
            return negated ? ANY : NOTHING;
        }
        return (negated ? "[^" : "[") + members + "]";
    }

    /**
     * Reads a member of a class. Returns it if it is one character; if it is a set of characters,
     * appends the set and returns -1.
     */
    private int classMember(StringBuilder members) throws UnsupportedPatternException {
        int point = text.nextPoint();
        if (point != '\\') {
            return point;
        }
        char c = text.next();
        switch (c) {
            case 'd', 'D', 'w', 'W' -> members.append('\\').append(c);
            case 's' -> members.append(SPACE);
            case 'S' -> members.append(NOT_SPACE);
            case 'p', 'P' -> members.append(property(c));
            case 'b' -> {
                return '\b';
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    throw text.broken("has an octal escape");
            default -> {
                return escaped(c);
            }
        }
        return -1;
    }

    private int escaped(char c) throws UnsupportedPatternException {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 0x0B;
            case 'f' -> '\f';
            case 'r' -> '\r';
            case '0' -> 0;
            case 'c' -> text.next() & 0x1F;
            case 'x' -> hexDigits(2);
            case 'u' -> unicode();
            default -> itself(c);
        };
    }

    private int itself(char c) throws UnsupportedPatternException {
        if (Character.isLetterOrDigit(c)) {
            throw unknownEscape();
        }
        text.back();
        return text.nextPoint();
    }

    private int unicode() throws UnsupportedPatternException {
        if (text.take("{")) {
            String digits = text.upTo('}');
            if (digits.isEmpty() || digits.length() > 6) {
                throw unknownEscape();
            }
            int point = hexDigits(digits.length());
            if (!text.take("}") || point > Character.MAX_CODE_POINT) {
                throw unknownEscape();
            }
            return point;
        }
        int unit = hexDigits(4);
        if (Character.isHighSurrogate((char) unit) && text.take("\\u")) {
            int low = hexDigits(4);
            if (!Character.isLowSurrogate((char) low)) {
                throw unknownEscape();
            }
            return Character.toCodePoint((char) unit, (char) low);
        }
        return unit;
    }

    private int hexDigits(int count) throws UnsupportedPatternException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(text.next(), 16);
            if (digit < 0) {
                throw unknownEscape();
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private String property(char kind) throws UnsupportedPatternException {
        String name = text.take("{") ? text.upTo('}') : "";
        if (!name.matches("[A-Za-z_]{1,40}(=[A-Za-z_]{1,40})?")) {
            throw text.broken("has a property that is not known");
        }
        text.skip(name.length() + 1);
        String value = name.substring(name.indexOf('=') + 1);
        return "\\" + kind + "{" + LONG_CATEGORIES.getOrDefault(value, value) + "}";
    }

    private UnsupportedPatternException unknownEscape() {
        return text.broken("has an escape that is not known");
    }
}
