package org.vexhost.sandbox.binary;

/**
 * What the validation of a module's code found, without the bodies. With these facts, the same
 * module can be scanned again without validating its code.
 *
 * @param codeBytes the size of all function bodies, in bytes
 * @param compileCost the estimated cost of compiling the module, in the unit of {@link
 *     ModuleLimits#maxCompileCost()}
 * @param growsMemory whether any function contains {@code memory.grow}
 * @param hasTailCalls whether any function makes tail calls
 * @param hasVectors whether the module has vectors anywhere
 * @param hasAtomics whether any function has atomic instructions
 * @param hasExceptions whether the module has tags or any other part of exception handling
 */
public record CodeFacts(
        int codeBytes,
        long compileCost,
        boolean growsMemory,
        boolean hasTailCalls,
        boolean hasVectors,
        boolean hasAtomics,
        boolean hasExceptions) {}
