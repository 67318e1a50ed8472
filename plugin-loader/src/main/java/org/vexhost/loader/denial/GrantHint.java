package org.vexhost.loader.denial;

import java.util.Set;
import java.util.regex.Pattern;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;

/** The command that would allow what was refused. */
public final class GrantHint {

    /** As the host functions name it: the secret, the origin and the header field. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "[A-Z][A-Z0-9_]{0,63} --origin https?://[a-z0-9.:\\[\\]-]+"
                            + " --header [a-z0-9-]+");

    private GrantHint() {}

    /**
     * The command, with words in capitals where the operator has to decide.
     *
     * @param tool its name
     * @param capability what is missing
     * @param subject what of it the tool named
     */
    public static String command(String tool, Capability capability, String subject) {
        return switch (capability) {
            case ENVIRONMENT ->
                    grant(tool, capability, orElse(isVariable(subject), subject, "NAME"));
            case FILE_SYSTEM ->
                    grant(
                            tool,
                            capability,
                            orElse(isGuestPath(subject), subject, "/GUEST") + "=/HOST/FOLDER:ro");
            case NETWORK ->
                    grant(tool, capability, orElse(isNetwork(subject), subject, "https://HOST"));
            case SECRET ->
                    grant(
                            tool,
                            capability,
                            orElse(
                                    SECRET.matcher(subject).matches(),
                                    subject,
                                    orElse(isSecretName(subject), subject, "NAME")
                                            + " --origin https://HOST --header authorization"));
            case CRYPTOGRAPHY -> "vex:grant " + tool + " " + capability.key();
            case PURE_COMPUTATION, SUBPROCESS -> "none: it is never granted";
        };
    }

    private static String grant(String tool, Capability capability, String value) {
        return "vex:grant %s %s %s".formatted(tool, capability.key(), value);
    }

    private static String orElse(boolean usable, String value, String otherwise) {
        return usable ? value : otherwise;
    }

    private static boolean isSecretName(String text) {
        return accepts(() -> Grant.Secret.requireName(text));
    }

    private static boolean isVariable(String text) {
        return accepts(() -> new Grant.Environment(text)) && !text.endsWith("*");
    }

    /** An origin, one with methods, or a range of addresses. */
    private static boolean isNetwork(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? accepts(() -> new Grant.Network(text))
                        || accepts(() -> new Grant.AddressRange(text))
                : accepts(
                        () ->
                                new Grant.Network(
                                        text.substring(0, equals),
                                        Set.of(text.substring(equals + 1).split(",", -1))));
    }

    private static boolean isGuestPath(String text) {
        return text.matches("[A-Za-z0-9/._-]+")
                && accepts(() -> Grant.FileSystem.requireGuestPath(text));
    }

    private static boolean accepts(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
