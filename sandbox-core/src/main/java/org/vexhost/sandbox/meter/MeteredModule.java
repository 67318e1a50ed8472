package org.vexhost.sandbox.meter;

/**
 * A module that counts its own fuel and call depth.
 *
 * @param bytes the module
 * @param fuelGlobal index of the first of three counter globals, or -1 without metering: 64 bits
 *     for the remaining fuel; 64 bits for requests, to which a function without fuel writes its
 *     counter and from which it reads the new one; 32 bits for the remaining call depth
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; copying megabytes would be wasteful.
public record MeteredModule(byte[] bytes, int fuelGlobal) {}
