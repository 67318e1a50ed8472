package org.vexhost.gateway.caller.file;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * What {@code etc/callers/NAME.json} says.
 *
 * @param method how the caller is recognised
 * @param callsPerMinute how many calls it may begin in a minute, 1 or more; empty for any number
 * @param callsAtOnce how many of its calls may run at once, 1 or more; empty for any number
 * @param fuelPerDay units that it may use in a UTC day, 1 or more; empty for any number
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
        /** The word for it. */
        String word();
    }

    /**
     * By a secret that it sends.
     *
     * @param sha256 of the token, 64 hexadecimal digits in lower case
     */
    public record Token(String sha256) implements Method {
        @Override
        public String word() {
            return "token";
        }
    }

    /**
     * By a token that somebody else signed.
     *
     * @param issuer what {@code iss} has to be
     * @param audience what {@code aud} has to contain
     * @param keys a path, or an https URL, of a JSON Web Key Set
     * @param algorithms at least one; asymmetric ones only
     * @param subjects patterns, one of which {@code sub} has to match; empty for any
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

        /** Whether a {@code sub} is one of the caller's. */
        public boolean accepts(String subject) {
            return subjects.isEmpty()
                    || subjects.stream()
                            .anyMatch(pattern -> ToolPatterns.matches(pattern, subject));
        }
    }

    /**
     * By a client certificate that the listener's trust store accepts.
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
