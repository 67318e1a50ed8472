package org.vexhost.wasi.calls;

/** Where {@code random_get} takes its bytes from. For one thread. */
interface Randomness {

    /** Whether it is the host's own entropy. */
    boolean isReal();

    /** Fills an array. */
    void fill(byte[] target);
}
