package org.vexhost.http.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** How servers write what they were sent. */
public final class EchoForms {

    private EchoForms() {}

    /** A value in every form that is kept from guests as a whole. */
    public static List<String> of(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        String hex = HexFormat.of().formatHex(bytes);
        List<String> forms = new ArrayList<>();
        forms.add(value);
        forms.add(hex);
        forms.add(hex.toUpperCase(Locale.ROOT));
        for (int before = 0; before < 3; before++) {
            forms.add(base64(Base64.getEncoder(), bytes, before));
            forms.add(base64(Base64.getUrlEncoder(), bytes, before));
        }
        forms.add(percent(value, "02X", "[A-Za-z0-9_.~-]"));
        forms.add(percent(value, "02x", "[A-Za-z0-9_.~-]"));
        forms.add(percent(value, "02X", "[^/%]"));
        forms.add(percent(value, "02X", "[^\\d\\D]"));
        forms.add(json(value, false, false));
        forms.add(json(value, true, false));
        forms.add(json(value, false, true));
        forms.add(json(value, false, true).toUpperCase(Locale.ROOT).replace("\\U", "\\u"));
        // Base64 within JSON of a writer that escapes every slash, and within a query.
        forms.add(json(base64(Base64.getEncoder(), bytes, 0), true, false));
        forms.add(percent(base64(Base64.getEncoder(), bytes, 1), "02X", "[A-Za-z0-9]"));
        return forms;
    }

    /** The characters that hold nothing but bits of the value. */
    private static String base64(Base64.Encoder encoder, byte[] value, int before) {
        byte[] all = new byte[before + value.length];
        System.arraycopy(value, 0, all, before, value.length);
        String text = encoder.encodeToString(all);
        return text.substring((8 * before + 5) / 6, 8 * all.length / 6);
    }

    private static String percent(String value, String escape, String plain) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            boolean isPlain = String.valueOf(each).matches(plain);
            text.append(isPlain ? String.valueOf(each) : ("%%%" + escape).formatted((int) each));
        }
        return text.toString();
    }

    private static String json(String value, boolean slashes, boolean all) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if (all) {
                text.append("\\u%04x".formatted((int) each));
            } else {
                boolean escaped = each == '"' || each == '\\' || (slashes && each == '/');
                text.append(escaped ? "\\" : "").append(each);
            }
        }
        return text.toString();
    }
}
