package org.vexhost.sandbox.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the engine; PID {@code org.vexhost.engine}. */
@ObjectClassDefinition(
        name = "Vexhost engine",
        description = "Threads, memory and compiled modules of the sandboxes")
public @interface EngineConfig {

    /** Returns the maximum number of concurrent calls, including suspended and stuck ones. */
    @AttributeDefinition(
            description = "calls at once at most, suspended and stuck ones included; at least 1")
    int maxThreads() default 384;

    /**
     * Returns the maximum number of stuck calls of one tool. A tool that exceeds it is out of
     * service.
     */
    @AttributeDefinition(
            description = "stuck calls of one tool before it is out of service; at least 1")
    int maxStuckThreads() default 4;

    /**
     * Returns the maximum size of the pool of arrays that later calls reuse as memory, in MiB; -1
     * for a sixteenth of the heap.
     */
    @AttributeDefinition(
            description =
                    "MiB of clean memory kept for calls to come; -1 for a sixteenth of the heap")
    int memoryPoolMebibytes() default -1;

    /** Returns the maximum heap for all snapshots, in MiB; -1 for a sixteenth of the heap. */
    @AttributeDefinition(
            description =
                    "MiB of the heap for the snapshots of all tools, and as much on disk; 0 for no"
                            + " snapshots, -1 for a sixteenth of the heap")
    int maxSnapshotMebibytes() default -1;

    /** Returns the directory for compiled modules. If empty, compiled modules are not stored. */
    @AttributeDefinition(description = "directory of compiled modules; empty to keep none")
    String cacheDirectory() default "";

    /** Returns whether the compiler is warmed up after the start. */
    @AttributeDefinition(
            description =
                    "prepare a tool of its own a few times after the start, while nothing else is"
                            + " prepared, so that the first tools are compiled by warm code")
    boolean warmUp() default true;
}
