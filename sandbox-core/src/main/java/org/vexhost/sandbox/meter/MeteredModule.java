package org.vexhost.sandbox.meter;

/**
 * A module that counts for itself.
 *
 * @param bytes the module
 * @param fuelGlobal index of the first of three globals that count, or -1 when nothing is counted:
 *     64 bits of fuel left; 64 bits through which a function that is out of fuel asks for more, by
 *     writing its counter and going on with what it reads; 32 bits of call depth left
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying megabytes would be waste.
public record MeteredModule(byte[] bytes, int fuelGlobal) {}
