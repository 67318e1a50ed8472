package org.vexhost.sandbox.spi;

/**
 * What one module of host functions holds for one call: open files, a random generator. Used by one
 * thread at a time.
 *
 * @since 1.0
 */
public interface HostSession extends AutoCloseable {

    /** Gives back everything. Called once at the end of the call, however it ends. Never throws. */
    @Override
    void close();
}
