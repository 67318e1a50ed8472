package org.vexhost.sandbox.compile;

import java.util.Map;
import java.util.Set;

/**
 * What compiling a module gives, and what a cache keeps: classes, and the module as an instance
 * needs it, without the bodies that are classes now.
 *
 * @param mainClass name of the class that is the machine
 * @param classes all classes by name
 * @param slow names of classes that are not to be loaded while a call waits
 * @param skeleton the metered module without those bodies
 * @param guestGlobals how many globals are the guest's own
 * @param interpreted which functions are interpreted, imported ones counted first, in order
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, compared by nobody.
record GeneratedCode(
        String mainClass,
        Map<String, ClassFile> classes,
        Set<String> slow,
        byte[] skeleton,
        int guestGlobals,
        int[] interpreted) {

    GeneratedCode {
        classes = Map.copyOf(classes);
        slow = Set.copyOf(slow);
    }

    /** Returns the same, with what is known of its classes since they were loaded. */
    GeneratedCode withSlow(Set<String> names) {
        return new GeneratedCode(mainClass, classes, names, skeleton, guestGlobals, interpreted);
    }
}
