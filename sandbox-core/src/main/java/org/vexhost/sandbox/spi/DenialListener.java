package org.vexhost.sandbox.spi;

/**
 * A listener for requests that host functions deny. It must be thread-safe and return quickly,
 * since it runs during a call.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface DenialListener {
    /** Called when a request was denied. */
    void denied(Denial denial);
}
