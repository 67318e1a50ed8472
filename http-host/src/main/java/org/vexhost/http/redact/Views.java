package org.vexhost.http.redact;

import java.util.List;

/** Creates the views of a text, one for each way to read it. */
final class Views {

    /** The number of views. */
    static final int COUNT = 4;

    private Views() {}

    /** Returns one view of each kind, for one text. */
    static List<View> of(PatternSet patterns) {
        return List.of(
                new Plain(patterns),
                new Percent(patterns),
                new Json(patterns),
                new Unicode(patterns));
    }

    /** Reads each byte as itself. */
    private static final class Plain extends View {
        Plain(PatternSet patterns) {
            super(patterns, NO);
        }

        @Override
        int judge(byte[] bytes, int length) {
            return NO;
        }
    }

    /** Decodes {@code %HH}. */
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

    /** Decodes JSON's escapes. */
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
     * Decodes JSON's four-digit escapes, even after another backslash. Depending on where a reader
     * starts, a backslash may be the second of a pair or the start of an escape.
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
