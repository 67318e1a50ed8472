package org.vexhost.loader.shell.text;

import java.time.Duration;
import java.time.Instant;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.loader.shell.command.SafeText;
import tools.jackson.databind.json.JsonMapper;

/** Makes what guests wrote safe for an operator's terminal, and times short. */
public final class TerminalText {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private TerminalText() {}

    /** Free text of a guest, in one line. */
    public static String line(String text, int maxLength) {
        return MessageText.escape(text.replaceAll("\\s+", " ").strip(), maxLength);
    }

    /**
     * A JSON text that stays the same JSON: what could move a cursor or reorder text is written as
     * an escape of JSON.
     */
    public static String json(String text) {
        // Between the tokens of JSON; inside of its strings there are none.
        return SafeText.of(text.indexOf('\r') < 0 ? text : text.replace("\r", ""));
    }

    /** JSON over several lines. */
    public static String pretty(Json json) {
        return json(
                MAPPER.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(MAPPER.readTree(json.newInputStream())));
    }

    /** How long ago, in the largest unit. */
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

    /** A duration with three digits at least. */
    public static String duration(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        if (micros < 10_000) {
            return micros + " µs";
        }
        return micros < 10_000_000 ? micros / 1_000 + " ms" : micros / 1_000_000 + " s";
    }
}
