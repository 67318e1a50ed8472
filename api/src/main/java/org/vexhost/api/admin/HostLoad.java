package org.vexhost.api.admin;

/**
 * How full a host is.
 *
 * @param running calls that have a place
 * @param queued calls that wait for one
 * @param suspended calls that gave theirs back while they wait for something outside the host
 * @param reservedBytes what they may come to hold, of the memory budget, in bytes
 * @param budgetBytes the memory budget, in bytes
 * @param notFound calls of names that are not deployed, since the host started
 * @param draining whether the host is going away and takes no more calls
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
