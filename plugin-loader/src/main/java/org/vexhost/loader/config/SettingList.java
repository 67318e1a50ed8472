package org.vexhost.loader.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.config.HostSettings.Admission;
import org.vexhost.loader.config.HostSettings.Deployment;

/** Lists all settings, with the names and formats of {@code etc/org.vexhost.host.cfg}. */
public final class SettingList {

    private SettingList() {}

    /** Returns the settings, in the order of their documentation. */
    public static Map<String, String> of(HostSettings settings) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("toolsFolder", folder(settings));
        Deployment deployment = settings.deployment();
        values.put("settleMillis", millis(deployment.settle()));
        values.put("scanIntervalMillis", millis(deployment.scanInterval()));
        values.put("drainTimeoutMillis", millis(deployment.drainTimeout()));
        values.put("deployThreads", Integer.toString(deployment.threads()));
        values.put("maxModuleBytes", Long.toString(deployment.maxModuleBytes()));
        Admission admission = settings.admission();
        values.put("maxConcurrentCalls", Integer.toString(admission.maxConcurrentCalls()));
        values.put(
                "maxConcurrentCallsPerTool",
                Integer.toString(admission.maxConcurrentCallsPerTool()));
        values.put("maxQueuedCalls", Integer.toString(admission.maxQueuedCalls()));
        values.put("maxQueuedCallsPerTool", Integer.toString(admission.maxQueuedCallsPerTool()));
        values.put("queueWaitMillis", millis(admission.queueWait()));
        values.put("maxSuspendedCalls", Integer.toString(admission.maxSuspendedCalls()));
        values.put(
                "maxSuspendedCallsPerTool", Integer.toString(admission.maxSuspendedCallsPerTool()));
        values.put("memoryBudgetPercent", Integer.toString(admission.memoryBudgetPercent()));
        put(values, "default.", settings.defaults());
        put(values, "ceiling.", settings.ceilings());
        return values;
    }

    /** Returns the tools folder as an operator would write it: relative if it is below the home. */
    private static String folder(HostSettings settings) {
        return settings.toolsFolder().startsWith(settings.home())
                ? settings.home().relativize(settings.toolsFolder()).toString()
                : settings.toolsFolder().toString();
    }

    private static void put(Map<String, String> values, String prefix, SandboxLimits limits) {
        values.put(prefix + "maxMemoryBytes", Long.toString(limits.maxMemoryBytes()));
        values.put(prefix + "maxFuel", Long.toString(limits.maxFuel()));
        values.put(prefix + "timeoutMillis", millis(limits.timeout()));
        values.put(prefix + "maxTableElements", Integer.toString(limits.maxTableElements()));
        values.put(prefix + "maxOutputBytes", Integer.toString(limits.maxOutputBytes()));
        values.put(prefix + "maxInputBytes", Integer.toString(limits.maxInputBytes()));
        values.put(prefix + "maxCallDepth", Integer.toString(limits.maxCallDepth()));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
