package org.vexhost.sandbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.sandbox.instantiate.ArrayPool;
import org.vexhost.sandbox.run.SandboxThreads;

/**
 * What tools use of their engine.
 *
 * @param threads where calls run
 * @param arrays where memory comes from
 * @param maxStuckThreads how many abandoned calls one tool may have before it is out of service
 * @param stuckThreads how many abandoned calls there are
 */
record EngineParts(
        SandboxThreads threads,
        ArrayPool arrays,
        int maxStuckThreads,
        AtomicInteger stuckThreads) {}
