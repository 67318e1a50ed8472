package org.vexhost.sandbox.compile.cache;

import java.util.Map;
import java.util.Set;

/**
 * The result of compiling a module, which is also what the cache stores: the classes, and for code
 * from Chicory's compiler, the module without the compiled bodies.
 *
 * @param mainClass the name of the main class, which implements Chicory's {@code Machine}
 * @param classes all classes by name
 * @param slow the names of classes that take long to load, and are therefore not loaded during a
 *     call
 * @param skeleton the metered module without the compiled bodies; empty for code from our compiler
 * @param guestGlobals the number of the guest's own globals
 * @param interpreted the indexes of interpreted functions, imported ones included, in order
 * @param validated the validation of the module's code
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record GeneratedCode(
        String mainClass,
        Map<String, ClassFile> classes,
        Set<String> slow,
        byte[] skeleton,
        int guestGlobals,
        int[] interpreted,
        ValidatedCode validated) {

    public GeneratedCode {
        classes = Map.copyOf(classes);
        slow = Set.copyOf(slow);
    }

    /** Returns the same code with the names of the classes that take long to load. */
    public GeneratedCode withSlow(Set<String> names) {
        return new GeneratedCode(
                mainClass, classes, names, skeleton, guestGlobals, interpreted, validated);
    }
}
