package org.vexhost.wasi.random;

/** The source of the bytes of {@code random_get}. For use by one thread. */
public interface Randomness {

    /** Returns whether this is the host's own entropy. */
    boolean isReal();

    /** Fills an array. */
    void fill(byte[] target);
}
