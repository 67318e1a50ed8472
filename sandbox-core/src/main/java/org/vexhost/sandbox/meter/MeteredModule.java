package org.vexhost.sandbox.meter;

/**
 * A module that counts its own fuel and call depth.
 *
 * @param bytes the module
 * @param fuelGlobal index of the first of three counter globals, or -1 without metering. The first
 *     counter is the remaining fuel (64 bits). The second one is for requests (64 bits): a function
 *     that has used up its fuel writes its counter to this global and reads the new value from it.
 *     The third counter is the remaining call depth (32 bits)
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; copying megabytes would be wasteful.
public record MeteredModule(byte[] bytes, int fuelGlobal) {}
