package org.vexhost.wasi.session;

/**
 * The cost of host functions in host fuel. Wasmtime's schedule only has a cost for the call itself,
 * to which this cost is added. A unit represents at most about a microsecond. Fractions of a unit
 * are free, so small transfers cost nothing.
 */
public final class HostFuelCosts {

    /**
     * The number of bytes per unit that are read from or written to a file, or read from standard
     * input.
     */
    public static final int TRANSFERRED_BYTES = 64;

    /**
     * The number of bytes per unit that are written to standard output, standard error or the log.
     */
    public static final int OUTPUT_BYTES = 16;

    /** The number of buffers per unit in a transfer of a stream. The first buffer is free. */
    public static final int BUFFERS = 1;

    /** The number of bytes per unit of arguments, environment and paths. */
    public static final int COPIED_BYTES = 64;

    /** The number of random bytes per unit. */
    public static final int RANDOM_BYTES = 16;

    /** The number of subscriptions per unit. */
    public static final int SUBSCRIPTIONS = 4;

    /** The units for each part of a file transfer. Each buffer has at least one part. */
    public static final int TRANSFER = 4;

    /** The units for each name that is listed, examined for a listing, or counted for a quota. */
    public static final int NAME = 10;

    /** The units for each directory or link on a path. */
    public static final int STEP = 40;

    /** The units for a function that queries or changes a descriptor. */
    public static final int DESCRIPTOR = 10;

    /** The units for a function that looks up a path, in addition to its {@link #STEP steps}. */
    public static final int PATH = 60;

    private HostFuelCosts() {}
}
