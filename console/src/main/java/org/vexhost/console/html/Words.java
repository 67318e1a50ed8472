package org.vexhost.console.html;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.Histogram;

/** Formats numbers, times and names for people. */
public final class Words {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Words() {}

    /** Returns a time in UTC, to the second. */
    public static String time(Instant moment) {
        return TIME.format(moment);
    }

    /** Returns a whole number with separators between thousands. */
    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns a number with at most two decimals. */
    public static String decimal(double value) {
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    /** Returns a size with a binary unit. */
    public static String bytes(long value) {
        return MessageText.bytes(value);
    }

    /** Returns a duration in a suitable unit. */
    public static String nanos(long nanos) {
        if (nanos < 1_000_000) {
            return "%s µs".formatted(decimal(nanos / 1_000.0));
        }
        return nanos < 1_000_000_000
                ? "%s ms".formatted(decimal(nanos / 1_000_000.0))
                : "%s s".formatted(decimal(nanos / 1_000_000_000.0));
    }

    /** Returns a duration in a suitable unit. */
    public static String duration(Duration duration) {
        return nanos(duration.toNanos());
    }

    /** Returns the name of a constant in lower case, with spaces. */
    public static String constant(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the kind and name of a caller. */
    public static String caller(Caller caller) {
        return caller.kind().name().toLowerCase(Locale.ROOT) + " " + caller.name();
    }

    /** Returns the first characters of a digest, or a dash if there is no digest. */
    public static String shortDigest(Optional<String> digest) {
        return digest.map(text -> text.length() > 19 ? text.substring(0, 19) + "…" : text)
                .orElse("–");
    }

    /** Returns the path of a tool's page; empty if the name is not a valid tool name. */
    public static Optional<String> toolPath(String name) {
        return ToolDefinition.NAME.matcher(name).matches()
                ? Optional.of("/console/tools/" + name)
                : Optional.empty();
    }

    /** Writes a link to a tool's page, or only the name if it is not a valid tool name. */
    public static void tool(HtmlWriter out, String name) {
        toolPath(name).ifPresentOrElse(path -> out.link(path, name), () -> out.text(name));
    }

    /**
     * Returns the upper bound of the bucket that contains the given percentile. Empty if there are
     * no values, or if the percentile is in the last bucket, which has no bound.
     *
     * @param percent 1 to 100
     */
    public static OptionalLong percentile(Histogram histogram, int percent) {
        long wanted = (histogram.count() * percent + 99) / 100;
        long seen = 0;
        for (int i = 0; i < histogram.bounds().size() && wanted > 0; i++) {
            seen += histogram.counts().get(i);
            if (seen >= wanted) {
                return OptionalLong.of(histogram.bounds().get(i));
            }
        }
        return OptionalLong.empty();
    }
}
