package org.vexhost.sandbox.meter;

/** Which bits a NaN has that an operation answers with; WebAssembly leaves most of them open. */
public enum NanBits {
    /**
     * Those that the processor and the JVM's compilers happen to give: they differ from run to run.
     */
    AS_COMPUTED,
    /**
     * The canonical ones: positive, quiet, without a payload. Each operation on floats costs more.
     */
    CANONICAL
}
