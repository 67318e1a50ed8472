package org.vexhost.sandbox.meter;

/** The bits of a NaN that an operation returns; WebAssembly leaves most of them open. */
public enum NanBits {
    /**
     * The bits that the processor and the JVM's compilers happen to produce: they differ from run
     * to run.
     */
    AS_COMPUTED,
    /**
     * The canonical bits: positive, quiet, without a payload. Each float operation costs more time.
     */
    CANONICAL
}
