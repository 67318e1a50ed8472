package org.vexhost.wasi.random;

/** Where {@code random_get} takes its bytes from. For one thread. */
public interface Randomness {

    /** Whether it is the host's own entropy. */
    boolean isReal();

    /** Fills an array. */
    void fill(byte[] target);
}
