package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A caller that an operator configured.
 *
 * @param method the way in which the caller is authenticated: {@code token}, {@code jwt} or {@code
 *     certificate}; {@code invalid} if the caller's file cannot be read
 * @param problem the reason why the caller's file cannot be used, safe to print; empty if the file
 *     can be used
 * @param tools patterns for the tools that the caller may see and call; empty for all tools
 * @param callsPerMinute the maximum number of calls that the caller may start in a minute; empty if
 *     there is no limit
 * @param callsAtOnce the maximum number of concurrent calls of the caller; empty if there is no
 *     limit
 * @param fuelPerDay the maximum fuel of guest and host together that the caller may use in a UTC
 *     day, in units; empty if there is no limit
 * @param fuelUsedToday the fuel that the caller has used since midnight UTC, in units
 * @since 1.0
 */
public record CallerInfo(
        String name,
        String method,
        Optional<String> problem,
        List<String> tools,
        Set<Role> roles,
        OptionalLong callsPerMinute,
        OptionalLong callsAtOnce,
        OptionalLong fuelPerDay,
        long fuelUsedToday) {

    /** The rights of a caller. */
    public enum Role {
        /** Listing and calling tools. */
        CALL,
        /** Reading measurements. */
        MONITOR,
        /** Administering the host. */
        OPERATOR
    }

    /** Checks that nothing is null, and copies the collections. */
    public CallerInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(problem, "problem");
        tools = List.copyOf(tools);
        roles = Set.copyOf(roles);
        Objects.requireNonNull(callsPerMinute, "callsPerMinute");
        Objects.requireNonNull(callsAtOnce, "callsAtOnce");
        Objects.requireNonNull(fuelPerDay, "fuelPerDay");
    }
}
