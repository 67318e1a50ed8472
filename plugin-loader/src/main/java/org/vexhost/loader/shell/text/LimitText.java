package org.vexhost.loader.shell.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.admin.VersionInfo.LimitRequest;

/**
 * Formats limits with the names and order of descriptors. Values are numbers; the timeout is an ISO
 * 8601 duration.
 */
public final class LimitText {

    private LimitText() {}

    /** Returns all limits. */
    public static Map<String, Object> values(SandboxLimits limits) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("maxMemoryBytes", limits.maxMemoryBytes());
        values.put("maxFuel", limits.maxFuel());
        values.put("timeout", text(limits.timeout()));
        values.put("maxTableElements", (long) limits.maxTableElements());
        values.put("maxOutputBytes", (long) limits.maxOutputBytes());
        values.put("maxInputBytes", (long) limits.maxInputBytes());
        values.put("maxCallDepth", (long) limits.maxCallDepth());
        return values;
    }

    /** Returns the limits that are requested. */
    public static Map<String, Object> values(LimitRequest asked) {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "maxMemoryBytes", asked.maxMemoryBytes());
        put(values, "maxFuel", asked.maxFuel());
        asked.timeout().ifPresent(timeout -> values.put("timeout", text(timeout)));
        put(values, "maxTableElements", asked.maxTableElements());
        put(values, "maxOutputBytes", asked.maxOutputBytes());
        put(values, "maxInputBytes", asked.maxInputBytes());
        put(values, "maxCallDepth", asked.maxCallDepth());
        return values;
    }

    private static void put(Map<String, Object> values, String key, OptionalLong value) {
        value.ifPresent(number -> values.put(key, number));
    }

    private static String text(Duration timeout) {
        return Duration.ofMillis(timeout.toMillis()).toString();
    }

    /** Returns the limits on one line. */
    public static String line(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
