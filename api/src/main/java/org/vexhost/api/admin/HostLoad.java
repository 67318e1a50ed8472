package org.vexhost.api.admin;

/**
 * The current load of a host.
 *
 * @param running the number of calls that have a permit
 * @param queued the number of calls that wait for a permit
 * @param suspended the number of calls that have given their permit back while they wait for
 *     something outside the host
 * @param reservedBytes the part of the memory budget that is reserved for calls, in bytes
 * @param budgetBytes the memory budget, in bytes
 * @param notFound the number of calls of tools that were not deployed, since the host started
 * @param draining whether the host is shutting down and takes no new calls
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
