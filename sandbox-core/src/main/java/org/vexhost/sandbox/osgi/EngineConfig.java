package org.vexhost.sandbox.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the engine; PID {@code org.vexhost.engine}. */
@ObjectClassDefinition(
        name = "Vexhost engine",
        description = "Threads, memory and compiled modules of the sandboxes")
public @interface EngineConfig {

    /** Returns the maximum number of calls at once, suspended and stuck ones included. */
    @AttributeDefinition(
            description = "calls at once at most, suspended and stuck ones included; 1 to 4096")
    int maxThreads() default 384;

    /** Returns the maximum number of stuck calls of one tool, above which it is out of service. */
    @AttributeDefinition(
            description = "stuck calls of one tool before it is out of service; 1 to 4096")
    int maxStuckThreads() default 4;

    /**
     * Returns how much cleared memory is kept for later calls, in MiB; -1 for a sixteenth of the
     * heap.
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

    /** Returns the directory for compiled modules; none if empty. */
    @AttributeDefinition(description = "directory of compiled modules; empty to keep none")
    String cacheDirectory() default "";

    /** Returns whether the compiler is warmed up after the start. */
    @AttributeDefinition(
            description =
                    "prepare a tool of its own a few times after the start, while nothing else is"
                            + " prepared, so that the first tools are compiled by warm code")
    boolean warmUp() default true;
}
