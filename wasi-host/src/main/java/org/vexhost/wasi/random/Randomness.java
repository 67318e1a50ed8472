package org.vexhost.wasi.random;

/** A source of random bytes for {@code random_get}. For use by one thread. */
public interface Randomness {

    /** Returns whether the bytes come from the host's own entropy. */
    boolean isReal();

    /** Fills an array. */
    void fill(byte[] target);
}
