package org.vexhost.sandbox.spi;

/**
 * Receives the denials of host functions. Must be thread-safe and quick, since it runs during a
 * call.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface DenialListener {
    /** Called when a request was denied. */
    void denied(Denial denial);
}
