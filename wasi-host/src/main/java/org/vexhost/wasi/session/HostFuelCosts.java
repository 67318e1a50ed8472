package org.vexhost.wasi.session;

/**
 * The cost of host functions in host fuel, in addition to the cost of the call itself in Wasmtime's
 * schedule. A unit represents at most about a microsecond. Parts of a unit are free, so that small
 * transfers cost nothing.
 */
public final class HostFuelCosts {

    /** Bytes per unit that are read from or written to a file, or read from standard input. */
    public static final int TRANSFERRED_BYTES = 64;

    /** Bytes per unit that are written to standard output, standard error or the log. */
    public static final int OUTPUT_BYTES = 16;

    /** Buffers of a stream per unit; the first buffer is free. */
    public static final int BUFFERS = 1;

    /** Bytes per unit of arguments, environment and paths. */
    public static final int COPIED_BYTES = 64;

    /** Random bytes per unit. */
    public static final int RANDOM_BYTES = 16;

    /** Subscriptions per unit. */
    public static final int SUBSCRIPTIONS = 4;

    /** Units for each part of a file transfer; each buffer has at least one part. */
    public static final int TRANSFER = 4;

    /** Units for each name that is listed, examined for a listing, or counted for a quota. */
    public static final int NAME = 10;

    /** Units for each directory or link on a path. */
    public static final int STEP = 40;

    /** Units for a function that queries or changes a descriptor. */
    public static final int DESCRIPTOR = 10;

    /** Units for a function that looks up a path, in addition to its {@link #STEP steps}. */
    public static final int PATH = 60;

    private HostFuelCosts() {}
}
