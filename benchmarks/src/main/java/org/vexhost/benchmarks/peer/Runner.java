package org.vexhost.benchmarks.peer;

import java.util.concurrent.Callable;

/** A runtime for WebAssembly on this JVM. */
interface Runner extends AutoCloseable {

    /** The result of a call. */
    record Answer(String result, long fuel) {}

    /** A call that is ready to run. It returns its duration in nanoseconds. */
    interface Ready extends Callable<Long> {

        /** Returns the result of the last call. Fuel is -1 if it is not counted. */
        Answer answer();
    }

    /** Prepares a kernel, including all work that is done once per module. */
    Ready kernel(Case.Kernel kernel) throws Exception;

    /** Prepares a call of a tool, including all work that is done once per module. */
    Ready tool(Case.ToolCase tool) throws Exception;

    /**
     * Prepares a run of a program, including all work that is done once per module.
     *
     * @throws UnsupportedOperationException if this runtime is not compared on programs
     */
    default Ready program(Case.Program program) throws Exception {
        throw new UnsupportedOperationException(program.name());
    }

    @Override
    default void close() {}
}
