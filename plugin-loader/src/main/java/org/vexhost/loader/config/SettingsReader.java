package org.vexhost.loader.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Suggestion;
import org.vexhost.loader.config.HostSettings.Admission;
import org.vexhost.loader.config.HostSettings.Deployment;

/** A reader of the settings in a configuration. Values may have their own type or be text. */
final class SettingsReader {

    private final Map<String, ?> values;
    private final Set<String> known = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsReader(Map<String, ?> values) {
        this.values = values;
    }

    /**
     * Reads all settings.
     *
     * @throws InvalidSettingsException with each invalid key and its problem
     */
    static HostSettings read(Path home, Map<String, ?> values) throws InvalidSettingsException {
        SettingsReader reader = new SettingsReader(values);
        HostSettings settings = reader.read(HostSettings.defaultsFor(home));
        reader.refuseUnknown();
        if (!reader.problems.isEmpty()) {
            throw new InvalidSettingsException(reader.problems);
        }
        return settings;
    }

    private HostSettings read(HostSettings defaults) {
        Deployment deployment = defaults.deployment();
        Admission admission = defaults.admission();
        return new HostSettings(
                defaults.home(),
                folder("toolsFolder", defaults),
                limits("default.", defaults.defaults()),
                limits("ceiling.", defaults.ceilings()),
                new Deployment(
                        millis("settleMillis", 10, 60_000, deployment.settle()),
                        millis("scanIntervalMillis", 50, 600_000, deployment.scanInterval()),
                        millis("drainTimeoutMillis", 0, 600_000, deployment.drainTimeout()),
                        (int) number("deployThreads", 1, 64, deployment.threads()),
                        number("maxModuleBytes", 1 << 10, 256 << 20, deployment.maxModuleBytes())),
                new Admission(
                        (int)
                                number(
                                        "maxConcurrentCalls",
                                        1,
                                        10_000,
                                        admission.maxConcurrentCalls()),
                        (int)
                                number(
                                        "maxConcurrentCallsPerTool",
                                        1,
                                        10_000,
                                        admission.maxConcurrentCallsPerTool()),
                        (int) number("maxQueuedCalls", 0, 100_000, admission.maxQueuedCalls()),
                        (int)
                                number(
                                        "maxQueuedCallsPerTool",
                                        0,
                                        100_000,
                                        admission.maxQueuedCallsPerTool()),
                        millis("queueWaitMillis", 0, 600_000, admission.queueWait()),
                        (int) number("maxSuspendedCalls", 0, 10_000, admission.maxSuspendedCalls()),
                        (int)
                                number(
                                        "maxSuspendedCallsPerTool",
                                        0,
                                        10_000,
                                        admission.maxSuspendedCallsPerTool()),
                        (int)
                                number(
                                        "memoryBudgetPercent",
                                        1,
                                        90,
                                        admission.memoryBudgetPercent())));
    }

    private SandboxLimits limits(String prefix, SandboxLimits defaults) {
        SandboxLimits most = SandboxLimits.CEILINGS;
        return SandboxLimits.builder()
                .maxMemoryBytes(
                        number(
                                prefix + "maxMemoryBytes",
                                64 << 10,
                                most.maxMemoryBytes(),
                                defaults.maxMemoryBytes()))
                .maxFuel(number(prefix + "maxFuel", 1, most.maxFuel(), defaults.maxFuel()))
                .timeout(
                        millis(
                                prefix + "timeoutMillis",
                                1,
                                most.timeout().toMillis(),
                                defaults.timeout()))
                .maxTableElements(
                        (int)
                                number(
                                        prefix + "maxTableElements",
                                        0,
                                        most.maxTableElements(),
                                        defaults.maxTableElements()))
                .maxOutputBytes(
                        (int)
                                number(
                                        prefix + "maxOutputBytes",
                                        1,
                                        most.maxOutputBytes(),
                                        defaults.maxOutputBytes()))
                .maxInputBytes(
                        (int)
                                number(
                                        prefix + "maxInputBytes",
                                        1,
                                        most.maxInputBytes(),
                                        defaults.maxInputBytes()))
                .maxCallDepth(
                        (int)
                                number(
                                        prefix + "maxCallDepth",
                                        100,
                                        most.maxCallDepth(),
                                        defaults.maxCallDepth()))
                .build();
    }

    private Path folder(String key, HostSettings defaults) {
        known.add(key);
        Object value = values.get(key);
        if (value == null) {
            return defaults.toolsFolder();
        }
        try {
            String text = value.toString().strip();
            Path folder = defaults.home().resolve(text).normalize();
            if (!text.isEmpty() && !folder.equals(defaults.home())) {
                return folder;
            }
        } catch (InvalidPathException e) {
            // The value is reported below, like other values that are not a folder.
        }
        problem(key, "is not a folder below or beside the home", value);
        return defaults.toolsFolder();
    }

    private Duration millis(String key, long min, long max, Duration defaults) {
        return Duration.ofMillis(number(key, min, max, defaults.toMillis()));
    }

    private long number(String key, long min, long max, long defaults) {
        known.add(key);
        Object value = values.get(key);
        if (value == null) {
            return defaults;
        }
        try {
            long number = Long.parseLong(value.toString().strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The value is reported below, like numbers out of range.
        }
        problem(key, "is not %d to %d".formatted(min, max), value);
        return defaults;
    }

    private void problem(String key, String fact, Object value) {
        problems.add("key '%s' %s [%s]".formatted(key, fact, MessageText.quote(value.toString())));
    }

    /**
     * Rejects unknown keys, which are probably misspelled. Keys with the framework's prefixes are
     * ignored.
     */
    private void refuseUnknown() {
        for (String key : values.keySet()) {
            boolean ofFramework =
                    key.startsWith("service.")
                            || key.startsWith("felix.")
                            || key.startsWith("component.")
                            || key.startsWith("osgi.")
                            || key.startsWith(".");
            if (!known.contains(key) && !ofFramework) {
                problems.add(
                        "key %s is unknown%s"
                                .formatted(
                                        MessageText.quote(key),
                                        Suggestion.clause(key, new TreeSet<>(known))));
            }
        }
    }
}
