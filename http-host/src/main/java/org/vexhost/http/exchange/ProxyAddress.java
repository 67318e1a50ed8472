package org.vexhost.http.exchange;

/**
 * A proxy that requests go through.
 *
 * @param host a name, or an address in digits, IPv6 without brackets
 * @param port 1 to 65535
 */
public record ProxyAddress(String host, int port) {}
