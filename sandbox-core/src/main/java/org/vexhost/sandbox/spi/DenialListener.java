package org.vexhost.sandbox.spi;

/**
 * Is notified of what host functions denied. Thread-safe and quick: it runs in the middle of a
 * call.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface DenialListener {
    /** Something was refused. */
    void denied(Denial denial);
}
