package org.vexhost.http.redact;

import java.util.List;

/** The ways to read a text that are looked at. */
final class Views {

    /** How many there are. */
    static final int COUNT = 4;

    private Views() {}

    /** One of each, for one text. */
    static List<View> of(PatternSet patterns) {
        return List.of(
                new Plain(patterns),
                new Percent(patterns),
                new Json(patterns),
                new Unicode(patterns));
    }

    /** As it is. */
    private static final class Plain extends View {
        Plain(PatternSet patterns) {
            super(patterns, NO);
        }

        @Override
        int judge(byte[] bytes, int length) {
            return NO;
        }
    }

    /** With {@code %HH} undone. */
    private static final class Percent extends View {
        Percent(PatternSet patterns) {
            super(patterns, '%');
        }

        @Override
        int judge(byte[] bytes, int length) {
            if (hex(bytes[length - 1]) < 0) {
                return NO;
            }
            return length == 2 ? MORE : 16 * hex(bytes[1]) + hex(bytes[2]);
        }
    }

    /** With JSON's escapes undone. */
    private static final class Json extends View {
        Json(PatternSet patterns) {
            super(patterns, '\\');
        }

        @Override
        int judge(byte[] bytes, int length) {
            return switch (bytes[1]) {
                case '"', '\\', '/' -> bytes[1];
                case 'b', 'f', 'n', 'r', 't' -> OTHER;
                case 'u' -> unicode(bytes, length);
                default -> NO;
            };
        }
    }

    /**
     * With JSON's escapes of four digits undone, whatever stands before them: a backslash may be
     * the second of a pair to one reader and the beginning of an escape to another.
     */
    private static final class Unicode extends View {
        Unicode(PatternSet patterns) {
            super(patterns, '\\');
        }

        @Override
        int judge(byte[] bytes, int length) {
            return bytes[1] == 'u' ? unicode(bytes, length) : NO;
        }
    }

    private static int unicode(byte[] bytes, int length) {
        if (length == 2) {
            return View.MORE;
        }
        if (View.hex(bytes[length - 1]) < 0) {
            return View.NO;
        }
        if (length < 6) {
            return View.MORE;
        }
        int value = 0;
        for (int i = 2; i < 6; i++) {
            value = 16 * value + View.hex(bytes[i]);
        }
        return Math.min(value, View.OTHER);
    }
}
