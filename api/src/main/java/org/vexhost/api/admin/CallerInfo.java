package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A caller that an operator configured.
 *
 * @param method how it is authenticated: {@code token}, {@code jwt} or {@code certificate}; {@code
 *     invalid} if its file cannot be read
 * @param problem why its file cannot be used, safe to print; empty if it can
 * @param tools patterns of the tools that it may see and call; empty for all
 * @param callsPerMinute how many calls it may start in a minute; empty for any number
 * @param callsAtOnce how many of its calls may run at once; empty for any number
 * @param fuelPerDay units of fuel, guest and host together, that it may use in a UTC day; empty for
 *     any number
 * @param fuelUsedToday units that it has used since midnight UTC
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
