package org.vexhost.sandbox;

import java.time.Duration;

/**
 * Is told of modules that take long to compile, again and again until they are compiled. Called on
 * a thread of its own, which must not be kept.
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
     * @param elapsed since compiling began
     */
    void compiling(int functions, int codeBytes, Duration elapsed);
}
