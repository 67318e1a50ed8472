package org.vexhost.wasi.session;

/**
 * What host functions cost in host fuel, beside what the call itself costs in Wasmtime's schedule.
 * A unit stands for at most about a microsecond. Parts of a unit are free, so that small transfers
 * cost nothing.
 */
public final class HostFuelCosts {

    /** Bytes for a unit, read from or written to a file, or read from standard input. */
    public static final int TRANSFERRED_BYTES = 64;

    /** Bytes for a unit, written to standard output, standard error or the log. */
    public static final int OUTPUT_BYTES = 16;

    /** Buffers for a unit, of a stream; the first one is free. */
    public static final int BUFFERS = 1;

    /** Bytes for a unit, of arguments, environment and paths. */
    public static final int COPIED_BYTES = 64;

    /** Random bytes for a unit. */
    public static final int RANDOM_BYTES = 16;

    /** Subscriptions for a unit. */
    public static final int SUBSCRIPTIONS = 4;

    /** Units for each part of a file that is read or written: at least one for each buffer. */
    public static final int TRANSFER = 4;

    /** Units for each name that is listed, looked at for a listing, or counted for a quota. */
    public static final int NAME = 10;

    /** Units for each directory or link that a path leads through. */
    public static final int STEP = 40;

    /** Units for a function that asks about or changes something open. */
    public static final int DESCRIPTOR = 10;

    /** Units for a function that looks up a path, besides its {@link #STEP steps}. */
    public static final int PATH = 60;

    private HostFuelCosts() {}
}
