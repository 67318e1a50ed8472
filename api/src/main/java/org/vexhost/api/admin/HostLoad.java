package org.vexhost.api.admin;

/**
 * The load of a host.
 *
 * @param running calls that hold a permit
 * @param queued calls that wait for a permit
 * @param suspended calls that gave their permit back while they wait for something outside the host
 * @param reservedBytes the part of the memory budget that is reserved for calls, in bytes
 * @param budgetBytes the memory budget, in bytes
 * @param notFound calls of undeployed names since the host started
 * @param draining whether the host is shutting down and takes no more calls
 * @since 1.0
 */
public record HostLoad(
        int running,
        int queued,
        int suspended,
        long reservedBytes,
        long budgetBytes,
        long notFound,
        boolean draining) {}
