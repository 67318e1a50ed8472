package org.vexhost.http.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The same as {@link Redaction}, written to be obvious: the whole text at once, every place tried.
 */
final class NaiveRedactor {

    /** What a piece of the text stands for, and where it is. */
    private record Unit(int value, int start, int end) {}

    private NaiveRedactor() {}

    static byte[] redact(byte[] text, List<byte[]> values) {
        byte[] clean = text.clone();
        for (String way : List.of("plain", "percent", "json", "unicode")) {
            List<Unit> units = read(text, way);
            for (byte[] value : values) {
                for (String form : forms(value)) {
                    maskAll(units, form, clean);
                }
            }
        }
        return clean;
    }

    private static void maskAll(List<Unit> units, String form, byte[] clean) {
        for (int at = 0; at + form.length() <= units.size(); at++) {
            boolean same = true;
            for (int i = 0; same && i < form.length(); i++) {
                same = units.get(at + i).value() == form.charAt(i);
            }
            if (same) {
                int end = units.get(at + form.length() - 1).end();
                Arrays.fill(clean, units.get(at).start(), end, (byte) '*');
            }
        }
    }

    private static List<String> forms(byte[] value) {
        String hex = HexFormat.of().formatHex(value);
        List<String> forms = new ArrayList<>(List.of(hex, hex.toUpperCase(Locale.ROOT)));
        StringBuilder raw = new StringBuilder();
        for (byte each : value) {
            raw.append((char) (each & 0xff));
        }
        forms.add(raw.toString());
        for (int before = 0; before < 3; before++) {
            // Two texts that differ in all bits around the value: what is the same is the value's.
            String low = base64(value, before, (byte) 0);
            String high = base64(value, before, (byte) 0xff);
            StringBuilder same = new StringBuilder();
            for (int i = 0; i < low.length(); i++) {
                if (low.charAt(i) == high.charAt(i)) {
                    same.append(low.charAt(i));
                }
            }
            forms.add(same.toString());
            forms.add(same.toString().replace('+', '-').replace('/', '_'));
        }
        return forms;
    }

    private static String base64(byte[] value, int before, byte around) {
        byte[] all = new byte[before + value.length + 3 - (before + value.length) % 3];
        Arrays.fill(all, around);
        System.arraycopy(value, 0, all, before, value.length);
        return Base64.getEncoder().encodeToString(all);
    }

    private static List<Unit> read(byte[] text, String way) {
        List<Unit> units = new ArrayList<>();
        for (int at = 0; at < text.length; ) {
            Unit unit = escape(text, at, way);
            units.add(unit);
            at = unit.end();
        }
        return units;
    }

    private static Unit escape(byte[] text, int at, String way) {
        int value = text[at] & 0xff;
        char next = at + 1 < text.length ? (char) text[at + 1] : 0;
        if (way.equals("percent") && value == '%' && hex(text, at + 1, 2) >= 0) {
            return new Unit(hex(text, at + 1, 2), at, at + 3);
        }
        if ((way.equals("json") || way.equals("unicode")) && value == '\\') {
            if (next == 'u' && hex(text, at + 2, 4) >= 0) {
                return new Unit(hex(text, at + 2, 4), at, at + 6);
            }
            if (way.equals("json") && next != 0 && "\"\\/".indexOf(next) >= 0) {
                return new Unit(next, at, at + 2);
            }
            if (way.equals("json") && next != 0 && "bfnrt".indexOf(next) >= 0) {
                return new Unit(-1, at, at + 2);
            }
        }
        return new Unit(value, at, at + 1);
    }

    private static int hex(byte[] text, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < text.length ? Character.digit((char) text[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }
}
