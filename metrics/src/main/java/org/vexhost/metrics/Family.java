package org.vexhost.metrics;

import java.util.List;

/**
 * The metric families of this module, in the order of the output. {@code docs/metrics.md} lists the
 * families of all modules.
 */
enum Family {
    TOOL_CALLS(
            "vexhost_tool_calls_total",
            Type.COUNTER,
            "Calls that ended, by outcome: success, or the reason of the error.",
            "tool",
            "outcome"),
    TOOL_CALLS_IN_FLIGHT(
            "vexhost_tool_calls_in_flight", Type.GAUGE, "Calls that have not ended.", "tool"),
    TOOL_CALL_DURATION(
            "vexhost_tool_call_duration_seconds",
            Type.HISTOGRAM,
            "How long calls that succeeded ran, without waiting for a place.",
            "tool"),
    TOOL_CALL_FUEL(
            "vexhost_tool_call_fuel",
            Type.HISTOGRAM,
            "Fuel of calls that succeeded, guest and host together, in units.",
            "tool"),
    TOOL_FUEL(
            "vexhost_tool_fuel_total",
            Type.COUNTER,
            "Fuel of all calls that ended, used by the guest or by the host for it, in units.",
            "tool",
            "by"),
    TOOL_PEAK_MEMORY(
            "vexhost_tool_peak_memory_bytes",
            Type.GAUGE,
            "The largest memory of one call.",
            "tool"),
    TOOL_DENIALS(
            "vexhost_tool_denials_total",
            Type.COUNTER,
            "Requests that were denied because the capability is not granted.",
            "tool",
            "capability"),
    TOOL_STATE(
            "vexhost_tool_state",
            Type.GAUGE,
            "1 for the state that the tool's newest version is in.",
            "tool",
            "state"),
    TOOL_INFO(
            "vexhost_tool_info",
            Type.INFO,
            "The version that answers calls, or would; always 1.",
            "tool",
            "version"),
    DRAINING(
            "vexhost_draining",
            Type.GAUGE,
            "1 if the host is stopping and takes no more calls, else 0."),
    PROCESS_CPU(
            "process_cpu_seconds_total", Type.COUNTER, "Processor time of the process, all of it."),
    PROCESS_START("process_start_time_seconds", Type.GAUGE, "When the process started, Unix time."),
    PROCESS_RESIDENT_MEMORY(
            "process_resident_memory_bytes", Type.GAUGE, "Resident memory of the process."),
    PROCESS_OPEN_FILES("process_open_fds", Type.GAUGE, "File handles that are open."),
    PROCESS_MAX_FILES("process_max_fds", Type.GAUGE, "File handles that may be open."),
    JVM_MEMORY_USED(
            "jvm_memory_used_bytes", Type.GAUGE, "Memory of the JVM that is in use.", "area"),
    JVM_MEMORY_COMMITTED(
            "jvm_memory_committed_bytes", Type.GAUGE, "Memory that the JVM has.", "area"),
    JVM_MEMORY_MAX(
            "jvm_memory_max_bytes", Type.GAUGE, "Memory that the JVM may come to have.", "area"),
    JVM_THREADS("jvm_threads_current", Type.GAUGE, "Threads of the JVM."),
    JVM_COLLECTIONS(
            "jvm_gc_collection_seconds",
            Type.SUMMARY,
            "Garbage collections, and how long they took.",
            "gc");

    /** The type of a metric family. */
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY,
        INFO
    }

    private final String text;
    private final Type type;
    private final String help;
    private final String labels;

    Family(String text, Type type, String help, String... labels) {
        this.text = text;
        this.type = type;
        this.help = help;
        this.labels = String.join(",", labels);
    }

    /** The name of this type in monitoring systems. */
    String text() {
        return text;
    }

    Type type() {
        return type;
    }

    String help() {
        return help;
    }

    /** The names of the labels, in the order of their values. */
    List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }
}
