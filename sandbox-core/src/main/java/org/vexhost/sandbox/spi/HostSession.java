package org.vexhost.sandbox.spi;

/**
 * The state of one module of host functions for one call, such as open files or a random generator.
 * Used by one thread at a time.
 *
 * @since 1.0
 */
public interface HostSession extends AutoCloseable {

    /**
     * Releases all resources. Called once at the end of the call, however the call ends. Must not
     * throw.
     */
    @Override
    void close();
}
