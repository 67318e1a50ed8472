package org.vexhost.benchmarks.peer;

import java.util.concurrent.Callable;

/** One way to run WebAssembly on this JVM. */
interface Runner extends AutoCloseable {

    /** What a call answered. */
    record Answer(String result, long fuel) {}

    /** A call that is ready to be made: it answers the nanoseconds that it took. */
    interface Ready extends Callable<Long> {

        /** What the last call answered; fuel is -1 where it is not counted. */
        Answer answer();
    }

    /** Prepares a kernel: everything that is done once per module is done. */
    Ready kernel(Case.Kernel kernel) throws Exception;

    /** Prepares a call of a tool: everything that is done once per module is done. */
    Ready tool(Case.ToolCase tool) throws Exception;

    @Override
    default void close() {}
}
