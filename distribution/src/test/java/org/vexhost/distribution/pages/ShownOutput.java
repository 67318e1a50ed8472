package org.vexhost.distribution.pages;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whether a command printed what its page shows. */
final class ShownOutput {

    private static final JsonMapper JSON = new JsonMapper();

    private ShownOutput() {}

    /**
     * JSON has to be the same value, however it is laid out. Of a text, each line has to be the
     * same; {@code …} stands for anything in its line, and for any lines where it is one.
     */
    static boolean matches(Block shown, String printed) {
        return shown.language().equals("json")
                ? isSameJson(shown.text(), printed)
                : isSameText(shown.text(), printed);
    }

    private static boolean isSameJson(String shown, String printed) {
        try {
            return JSON.readTree(shown).equals(JSON.readTree(printed));
        } catch (JacksonException e) {
            return false;
        }
    }

    private static boolean isSameText(String shown, String printed) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown.strip().lines().toList()) {
            pattern.append(line.strip().equals("…") ? "(?:.*\\n)*" : pattern(line) + "\\s*\\n");
        }
        return Pattern.matches(pattern.toString(), printed.strip() + "\n");
    }

    private static String pattern(String line) {
        StringBuilder pattern = new StringBuilder();
        for (String part : line.stripTrailing().split("…", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return pattern.toString();
    }
}
