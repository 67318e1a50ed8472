package org.vexhost.sandbox.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON files beside the test guests: maps, lists, strings, longs and booleans. */
public final class TinyJson {

    private final String text;
    private int at;

    private TinyJson(String text) {
        this.text = text;
    }

    /** Reads a file that is an array of objects. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> objects(Path file) throws IOException {
        return (List<Map<String, Object>>) new TinyJson(Files.readString(file)).value();
    }

    /** Reads a file that is an object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Path file) throws IOException {
        return (Map<String, Object>) new TinyJson(Files.readString(file)).value();
    }

    private char next() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private boolean skip(char expected) {
        if (next() == expected) {
            at++;
            return true;
        }
        return false;
    }

    private Object value() {
        switch (next()) {
            case '{' -> {
                at++;
                Map<String, Object> map = new LinkedHashMap<>();
                while (!skip('}')) {
                    String key = string();
                    skip(':');
                    map.put(key, value());
                    skip(',');
                }
                return map;
            }
            case '[' -> {
                at++;
                List<Object> list = new ArrayList<>();
                while (!skip(']')) {
                    list.add(value());
                    skip(',');
                }
                return list;
            }
            case '"' -> {
                return string();
            }
            case 't' -> {
                at += 4;
                return true;
            }
            case 'f' -> {
                at += 5;
                return false;
            }
            default -> {
                int from = at;
                while ("-0123456789".indexOf(text.charAt(at)) >= 0) {
                    at++;
                }
                return Long.parseLong(text, from, at, 10);
            }
        }
    }

    private String string() {
        next();
        StringBuilder out = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
                if (text.charAt(at) == 'u') {
                    out.append((char) Integer.parseInt(text, at + 1, at + 5, 16));
                    at += 4;
                    continue;
                }
                int escape = "nrtbf".indexOf(text.charAt(at));
                out.append(escape < 0 ? text.charAt(at) : "\n\r\t\b\f".charAt(escape));
            } else {
                out.append(text.charAt(at));
            }
        }
        at++;
        return out.toString();
    }
}
