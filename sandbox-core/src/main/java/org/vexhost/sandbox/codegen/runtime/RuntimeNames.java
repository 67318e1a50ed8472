package org.vexhost.sandbox.codegen.runtime;

/**
 * The internal names of the classes that generated code uses. This package does not depend on these
 * classes, so a package that sees all of them, {@code guest.support}, supplies the names.
 *
 * @param memory the guest's memory, counters and globals
 * @param ops helpers for everything except arithmetic, loads and stores
 * @param exceptions helpers for exceptions
 * @param access loads and stores for a memory that never grows
 * @param boundedAccess loads and stores for a memory that may grow
 * @param atomics atomic instructions
 * @param instance the access to tables and host functions
 * @param machine the interface of the main class
 */
public record RuntimeNames(
        String memory,
        String ops,
        String exceptions,
        String access,
        String boundedAccess,
        String atomics,
        String instance,
        String machine) {

    public String memoryType() {
        return "L" + memory + ";";
    }

    public String instanceType() {
        return "L" + instance + ";";
    }
}
