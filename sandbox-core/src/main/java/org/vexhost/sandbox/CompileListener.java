package org.vexhost.sandbox;

import java.time.Duration;

/**
 * A listener for modules that take long to compile. The engine notifies it repeatedly, on a
 * separate thread, until the module is compiled. The listener must return quickly.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface CompileListener {

    /**
     * Called while a module is still being compiled.
     *
     * @param functions the number of functions in the module
     * @param codeBytes the size of all function bodies, in bytes
     * @param elapsed the time since compilation began
     */
    void compiling(int functions, int codeBytes, Duration elapsed);
}
