package org.vexhost.http.exchange;

/**
 * The address of a proxy.
 *
 * @param host a name or a numeric address, without brackets for IPv6
 * @param port 1 to 65535
 */
public record ProxyAddress(String host, int port) {}
