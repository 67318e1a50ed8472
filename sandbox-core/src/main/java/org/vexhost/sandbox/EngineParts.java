package org.vexhost.sandbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.sandbox.instantiate.ArrayPool;
import org.vexhost.sandbox.run.SandboxThreads;

/**
 * The parts of an engine that its tools use.
 *
 * @param threads the threads that run calls
 * @param arrays the pool of arrays for memories
 * @param maxStuckThreads the maximum number of stuck calls of one tool; a tool that exceeds it is
 *     out of service
 * @param stuckThreads the number of abandoned calls of all tools
 */
record EngineParts(
        SandboxThreads threads,
        ArrayPool arrays,
        int maxStuckThreads,
        AtomicInteger stuckThreads) {}
