package org.vexhost.sandbox.meter;

/**
 * A module that counts for itself.
 *
 * @param bytes the module
 * @param fuelGlobal index of the 64-bit global that holds the fuel left
 * @param askGlobal index of the 64-bit global through which a function that is out of fuel asks for
 *     more: it writes its counter there and goes on with what it reads
 * @param depthGlobal index of the 32-bit global that holds the call depth left
 * @param refillFunction index of the function that asks, and traps when there is no more
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying megabytes would be waste.
public record MeteredModule(
        byte[] bytes, int fuelGlobal, int askGlobal, int depthGlobal, int refillFunction) {}
