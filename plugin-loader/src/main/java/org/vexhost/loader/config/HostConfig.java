package org.vexhost.loader.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The definition of the operator's settings, for programs that display them. {@link SettingsReader}
 * reads settings with the same names and ranges, and reports invalid values.
 */
@ObjectClassDefinition(
        id = HostConfig.PID,
        name = "Vexhost host",
        description = "Where tools come from, and what they and their calls may use.")
public @interface HostConfig {

    /** The PID of the configuration. */
    String PID = "org.vexhost.host";

    @AttributeDefinition(
            description = "The folder that is watched for tools; relative to the host's home.")
    String toolsFolder() default "tools";

    @AttributeDefinition(
            description = "How long a file must be unchanged before the host reads it, in ms.",
            min = "10",
            max = "60000")
    long settleMillis() default 60;

    @AttributeDefinition(
            description = "How often the folder is scanned if no event arrives, in ms.",
            min = "50",
            max = "600000")
    long scanIntervalMillis() default 1_000;

    @AttributeDefinition(
            description = "How long calls may continue when their tool stops serving, in ms.",
            min = "0",
            max = "600000")
    long drainTimeoutMillis() default 5_000;

    @AttributeDefinition(
            description = "How many tools are compiled at the same time, plus one large tool.",
            min = "1",
            max = "64")
    int deployThreads() default 2;

    @AttributeDefinition(
            description = "The largest module, in bytes.",
            min = "1024",
            max = "268435456")
    long maxModuleBytes() default 32L << 20;

    @AttributeDefinition(
            description = "The maximum number of calls in the host that run at the same time.",
            min = "1",
            max = "10000")
    int maxConcurrentCalls() default 64;

    @AttributeDefinition(
            description = "The maximum number of calls of one tool that run at the same time.",
            min = "1",
            max = "10000")
    int maxConcurrentCallsPerTool() default 16;

    @AttributeDefinition(
            description = "The maximum number of queued calls in the host.",
            min = "0",
            max = "100000")
    int maxQueuedCalls() default 256;

    @AttributeDefinition(
            description = "The maximum number of queued calls of one tool.",
            min = "0",
            max = "100000")
    int maxQueuedCallsPerTool() default 64;

    @AttributeDefinition(
            description = "How long a call may be queued, in ms.",
            min = "0",
            max = "600000")
    long queueWaitMillis() default 5_000;

    @AttributeDefinition(
            description = "The maximum number of calls in the host that are suspended.",
            min = "0",
            max = "10000")
    int maxSuspendedCalls() default 256;

    @AttributeDefinition(
            description = "The maximum number of calls of one tool that are suspended.",
            min = "0",
            max = "10000")
    int maxSuspendedCallsPerTool() default 16;

    @AttributeDefinition(
            description = "The share of the heap that calls may reserve, in percent.",
            min = "1",
            max = "90")
    int memoryBudgetPercent() default 60;

    @AttributeDefinition(
            description = "The memory limit if a descriptor names none, in bytes.",
            min = "65536",
            max = "1073741824")
    long default_maxMemoryBytes() default 64L << 20;

    @AttributeDefinition(
            description = "The fuel limit if a descriptor names none, in units.",
            min = "1",
            max = "1000000000000")
    long default_maxFuel() default 10_000_000L;

    @AttributeDefinition(
            description = "The timeout of a call if a descriptor names none, in ms.",
            min = "1",
            max = "600000")
    long default_timeoutMillis() default 30_000;

    @AttributeDefinition(
            description = "The limit on table elements if a descriptor names none.",
            min = "0",
            max = "1000000")
    int default_maxTableElements() default 1_000;

    @AttributeDefinition(
            description = "The limit on a result if a descriptor names none, in bytes.",
            min = "1",
            max = "67108864")
    int default_maxOutputBytes() default 10 << 20;

    @AttributeDefinition(
            description = "The limit on arguments if a descriptor names none, in bytes.",
            min = "1",
            max = "67108864")
    int default_maxInputBytes() default 10 << 20;

    @AttributeDefinition(
            description = "The limit on call depth if a descriptor names none, in units.",
            min = "100",
            max = "1000000")
    int default_maxCallDepth() default 100_000;

    @AttributeDefinition(
            description = "The most memory that a descriptor may ask for, in bytes.",
            min = "65536",
            max = "1073741824")
    long ceiling_maxMemoryBytes() default 1L << 30;

    @AttributeDefinition(
            description = "The most fuel that a descriptor may ask for, in units.",
            min = "1",
            max = "1000000000000")
    long ceiling_maxFuel() default 1_000_000_000_000L;

    @AttributeDefinition(
            description = "The longest duration that a descriptor may ask for, in ms.",
            min = "1",
            max = "600000")
    long ceiling_timeoutMillis() default 600_000;

    @AttributeDefinition(
            description = "The most table elements that a descriptor may ask for.",
            min = "0",
            max = "1000000")
    int ceiling_maxTableElements() default 1_000_000;

    @AttributeDefinition(
            description = "The largest result that a descriptor may ask for, in bytes.",
            min = "1",
            max = "67108864")
    int ceiling_maxOutputBytes() default 64 << 20;

    @AttributeDefinition(
            description = "The largest arguments that a descriptor may ask for, in bytes.",
            min = "1",
            max = "67108864")
    int ceiling_maxInputBytes() default 64 << 20;

    @AttributeDefinition(
            description = "The deepest calls that a descriptor may ask for, in units.",
            min = "100",
            max = "1000000")
    int ceiling_maxCallDepth() default 1_000_000;
}
