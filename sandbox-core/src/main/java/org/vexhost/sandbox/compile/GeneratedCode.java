package org.vexhost.sandbox.compile;

import java.util.Map;

/**
 * What compiling a module gives, and what a cache keeps: classes, and the module as an instance
 * needs it, without the bodies that are classes now.
 *
 * @param mainClass name of the class that is the machine
 * @param classes all classes by name
 * @param skeleton the metered module without those bodies
 * @param guestGlobals how many globals are the guest's own
 * @param interpreted which functions are interpreted, imported ones counted first, in order
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, compared by nobody.
record GeneratedCode(
        String mainClass,
        Map<String, ClassFile> classes,
        byte[] skeleton,
        int guestGlobals,
        int[] interpreted) {

    GeneratedCode {
        classes = Map.copyOf(classes);
    }
}
