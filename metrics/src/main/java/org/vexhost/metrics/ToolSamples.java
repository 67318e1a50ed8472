package org.vexhost.metrics;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;

/**
 * Creates the metrics of tools from the administration service. Labels come from deployed tools and
 * never from a request. When the artifact of a tool is removed, its series end.
 */
final class ToolSamples {

    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private ToolSamples() {}

    /**
     * Adds the metrics of all tools.
     *
     * @return the names of the tools
     */
    static Set<String> add(Samples samples, ToolAdministration administration) {
        samples.add(Family.DRAINING, administration.load().draining() ? 1 : 0);
        Set<String> seen = new HashSet<>();
        for (ToolInfo tool : administration.tools()) {
            // The list contains the owner of a name first. Other artifacts with the same name have
            // no calls.
            if (seen.add(tool.name())) {
                add(samples, administration, tool);
            }
        }
        return seen;
    }

    private static void add(Samples samples, ToolAdministration administration, ToolInfo tool) {
        String name = tool.name();
        samples.add(Family.TOOL_STATE, 1, name, lower(tool.status().state().name()));
        Optional<VersionInfo> version = tool.serving().or(tool::newest);
        version.ifPresent(
                known -> samples.add(Family.TOOL_INFO, 1, name, known.definition().version()));
        addCalls(samples, name, administration.calls(name));
        Map<Capability, Long> denials = new EnumMap<>(Capability.class);
        for (DenialInfo denial : administration.denials(name)) {
            denials.merge(denial.capability(), denial.count(), Long::sum);
        }
        denials.forEach(
                (capability, count) ->
                        samples.add(Family.TOOL_DENIALS, (double) count, name, capability.key()));
    }

    private static void addCalls(Samples samples, String name, CallCounts calls) {
        // The two counts are read one after the other. Calls may end in between, so the difference
        // could be negative.
        double succeeded = Math.max(0, calls.ended() - calls.failed());
        samples.add(Family.TOOL_CALLS, succeeded, name, "success");
        new TreeMap<ErrorReason, Long>(calls.errors())
                .forEach(
                        (reason, count) ->
                                samples.add(
                                        Family.TOOL_CALLS,
                                        (double) count,
                                        name,
                                        lower(reason.name())));
        samples.add(Family.TOOL_CALLS_IN_FLIGHT, (double) calls.inFlight(), name);
        samples.add(Family.TOOL_FUEL, (double) calls.fuel(), name, "guest");
        samples.add(Family.TOOL_FUEL, (double) calls.hostFuel(), name, "host");
        if (calls.ended() == 0) {
            return;
        }
        samples.add(Family.TOOL_PEAK_MEMORY, (double) calls.peakMemoryBytes(), name);
        samples.add(
                Family.TOOL_CALL_DURATION, calls.durations(), NANOS_PER_SECOND, all -> true, name);
        samples.add(Family.TOOL_CALL_FUEL, calls.fuels(), 1, ToolSamples::isPowerOfTen, name);
    }

    private static boolean isPowerOfTen(long value) {
        long rest = value;
        while (rest > 1 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    private static String lower(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
