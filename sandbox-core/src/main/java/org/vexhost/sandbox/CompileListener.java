package org.vexhost.sandbox;

import java.time.Duration;

/**
 * Is notified of modules that take long to compile, repeatedly until they are compiled. The engine
 * calls it on a separate thread. It must return quickly.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface CompileListener {

    /**
     * A module is still being compiled.
     *
     * @param functions how many functions it has
     * @param codeBytes bytes of all function bodies
     * @param elapsed the time since compiling began
     */
    void compiling(int functions, int codeBytes, Duration elapsed);
}
