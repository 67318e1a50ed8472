package org.vexhost.loader.shell.text;

import java.time.Duration;
import java.time.Instant;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.loader.shell.command.SafeText;
import tools.jackson.databind.json.JsonMapper;

/** Makes text of guests safe for an operator's terminal, and formats times. */
public final class TerminalText {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private TerminalText() {}

    /** Returns a guest's text as one safe line. */
    public static String line(String text, int maxLength) {
        return MessageText.escape(text.replaceAll("\\s+", " ").strip(), maxLength);
    }

    /**
     * Returns equivalent JSON without harmful characters. Characters that could move the cursor or
     * reorder text become JSON escapes.
     */
    public static String json(String text) {
        // A carriage return can only be between tokens, because JSON strings cannot contain it.
        return SafeText.of(text.indexOf('\r') < 0 ? text : text.replace("\r", ""));
    }

    /** Returns JSON on several lines. */
    public static String pretty(Json json) {
        return json(
                MAPPER.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(MAPPER.readTree(json.newInputStream())));
    }

    /** Returns how long ago a time was, in a suitable unit. */
    public static String ago(Instant since, Instant now) {
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    /** Returns a duration in µs, ms or s. */
    public static String duration(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        if (micros < 10_000) {
            return micros + " µs";
        }
        return micros < 10_000_000 ? micros / 1_000 + " ms" : micros / 1_000_000 + " s";
    }
}
