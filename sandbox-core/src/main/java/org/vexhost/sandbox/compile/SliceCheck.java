package org.vexhost.sandbox.compile;

/**
 * Called on the guest's own thread every few milliseconds while the guest computes: whenever a
 * slice of its fuel is used up, and when its memory grows. The place to look at deadlines and
 * cancellations.
 */
@FunctionalInterface
public interface SliceCheck {

    /** Lets the guest go on by returning; ends it by throwing an unchecked exception. */
    void check();
}
