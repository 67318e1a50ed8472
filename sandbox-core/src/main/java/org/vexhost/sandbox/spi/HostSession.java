package org.vexhost.sandbox.spi;

/**
 * The state of one module of host functions for one call: open files, a random generator. Used by
 * one thread at a time.
 *
 * @since 1.0
 */
public interface HostSession extends AutoCloseable {

    /** Releases everything. Called once at the end of the call, however it ends. Must not throw. */
    @Override
    void close();
}
