package org.vexhost.gateway.caller.file;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * The settings of one caller, the content of {@code etc/callers/NAME.json}.
 *
 * @param method how the caller is recognised
 * @param callsPerMinute calls that the caller may begin in a minute, 1 or more; empty for no limit
 * @param callsAtOnce calls of the caller that may run at the same time, 1 or more; empty for no
 *     limit
 * @param fuelPerDay units of fuel that the caller may use in a UTC day, 1 or more; empty for no
 *     limit
 */
public record CallerSettings(
        Method method,
        ToolPatterns tools,
        Set<Role> roles,
        OptionalLong callsPerMinute,
        OptionalLong callsAtOnce,
        OptionalLong fuelPerDay) {

    /** Copies the roles. */
    public CallerSettings {
        roles = Set.copyOf(roles);
    }

    /** How a caller is recognised. */
    public sealed interface Method {
        /** The human-readable name of the method. */
        String word();
    }

    /**
     * A secret that the caller sends.
     *
     * @param sha256 hash of the token, 64 hexadecimal digits in lower case
     */
    public record Token(String sha256) implements Method {
        @Override
        public String word() {
            return "token";
        }
    }

    /**
     * A token that another party signs.
     *
     * @param issuer the required value of {@code iss}
     * @param audience a value that {@code aud} has to contain
     * @param keys path or https URL of a JSON Web Key Set
     * @param algorithms at least one algorithm; asymmetric ones only
     * @param subjects patterns; {@code sub} has to match at least one; empty to accept any {@code
     *     sub}
     * @param denied values of {@code sub} and {@code jti} that are not accepted
     */
    public record Jwt(
            String issuer,
            String audience,
            String keys,
            List<String> algorithms,
            List<String> subjects,
            Set<String> denied)
            implements Method {
        /** Copies the lists. */
        public Jwt {
            algorithms = List.copyOf(algorithms);
            subjects = List.copyOf(subjects);
            denied = Set.copyOf(denied);
        }

        @Override
        public String word() {
            return "jwt";
        }

        /** Whether a {@code sub} belongs to the caller. */
        public boolean accepts(String subject) {
            return subjects.isEmpty()
                    || subjects.stream()
                            .anyMatch(pattern -> ToolPatterns.matches(pattern, subject));
        }
    }

    /**
     * A client certificate that the listener's trust store accepts.
     *
     * @param subject its distinguished name in canonical form, see {@link
     *     javax.security.auth.x500.X500Principal#CANONICAL}
     */
    public record Certificate(String subject) implements Method {
        @Override
        public String word() {
            return "certificate";
        }
    }
}
