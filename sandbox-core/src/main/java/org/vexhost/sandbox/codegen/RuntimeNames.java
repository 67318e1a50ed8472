package org.vexhost.sandbox.codegen;

/**
 * The classes that generated code calls, by their internal names: whoever has them says what they
 * are called.
 *
 * @param memory the guest's memory, counters and globals
 * @param ops helpers for all that is neither arithmetic nor a load or store
 * @param exceptions helpers for exceptions
 * @param access loads and stores of memory that never grows
 * @param boundedAccess loads and stores of memory that may
 * @param instance what tables and host functions are reached by
 * @param machine the interface of the main class
 */
public record RuntimeNames(
        String memory,
        String ops,
        String exceptions,
        String access,
        String boundedAccess,
        String instance,
        String machine) {

    String memoryType() {
        return "L" + memory + ";";
    }

    String instanceType() {
        return "L" + instance + ";";
    }
}
