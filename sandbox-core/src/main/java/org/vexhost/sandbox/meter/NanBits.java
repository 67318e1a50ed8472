package org.vexhost.sandbox.meter;

/**
 * The policy for the bits of a NaN that an operation returns. WebAssembly does not specify most of
 * these bits.
 */
public enum NanBits {
    /**
     * The bits that the processor and the JVM's compilers happen to produce. They may differ
     * between runs.
     */
    AS_COMPUTED,
    /**
     * The canonical bits: positive, quiet, without a payload. Each float operation costs more time.
     */
    CANONICAL
}
