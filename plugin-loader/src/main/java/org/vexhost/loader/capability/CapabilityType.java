package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * Everything the loader knows about one capability. The default methods suit a capability that
 * tools request with {@code true} and that is never granted.
 *
 * <p>A new capability begins with a constant in {@link Capability} and a record in {@link Grant},
 * both in the module {@code api}, and with a subclass of this class. These must also change:
 *
 * <ul>
 *   <li>the list in {@link CapabilityTypes};
 *   <li>the host module that enforces the capability, the descriptor's schema, {@code docs/}, and
 *       the JSON of the REST interface ({@code GrantsReader} and {@code GrantsResource} in the
 *       gateway);
 *   <li>if they apply: {@code Annotations} in the gateway (does the tool write, does it reach
 *       systems outside the host?), {@code Dependence} in the sandbox (without which request does a
 *       host function always have the same result?) and {@code Execution} in the distribution
 *       (options of {@code vexhost exec});
 *   <li>the expected lists in {@code OneCapabilityTest}.
 * </ul>
 *
 * <p>ARCHITECTURE.md has the same list, under "What to touch for a new capability".
 */
public abstract class CapabilityType {

    /** The longest value in a warning, in characters. */
    static final int MAX_TEXT_LENGTH = 300;

    private final Capability capability;

    CapabilityType(Capability capability) {
        this.capability = capability;
    }

    /** Returns the capability. */
    public final Capability capability() {
        return capability;
    }

    /**
     * Returns the name of the capability's member in descriptors. Commands and messages use it as
     * well.
     */
    public String key() {
        return capability.key();
    }

    // Descriptors

    /**
     * Returns the top-level member of the descriptor that requests this capability; empty if a
     * member of {@code capabilities} requests it.
     */
    public Optional<String> ownMember() {
        return Optional.empty();
    }

    /**
     * Reads the value of the member that requests this capability.
     *
     * @return the requested items; empty if the capability is not requested
     */
    Optional<List<RequestedItem>> readRequest(JsonCursor cursor) throws JsonFormException {
        return cursor.readBoolean() ? Optional.of(List.of()) : Optional.empty();
    }

    /** Returns another capability that a tool with this request must request as well. */
    public Optional<Capability> requires() {
        return Optional.empty();
    }

    /** Whether a deterministic tool may request this capability. */
    public boolean isDeterministic() {
        return true;
    }

    /** Whether a tool that requests this capability is rejected. */
    public boolean isNeverGranted() {
        return false;
    }

    // Grants files

    /** Returns the members of a grants file that grant this capability. */
    List<String> grantMembers() {
        return List.of();
    }

    /**
     * Reads one of the {@link #grantMembers}.
     *
     * @param own the tool's own folder
     */
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        throw cursor.problem("is never granted");
    }

    /**
     * Writes the members that {@link #readGrants} reads.
     *
     * @param grants the grants of all capabilities
     */
    void writeGrants(JsonText out, List<Grant> grants) {}

    // Commands

    /** Whether {@code vex:grant} and {@code vex:revoke} accept this capability. */
    public boolean isGrantable() {
        return true;
    }

    /** Returns the help text for values of {@code vex:grant}, in lines of up to 60 characters. */
    public Optional<String> valuesHelp() {
        return Optional.empty();
    }

    /** Returns the options of {@code vex:grant} that only this capability has. */
    public List<GrantOption> options() {
        return List.of();
    }

    /**
     * Returns grants that are added in addition to the values; empty if a grant must name a value.
     */
    public List<Grant> grantsWithoutValues() {
        return List.of();
    }

    /**
     * Reads a value of {@code vex:grant}.
     *
     * @param value the value
     * @param options the values of options, by name
     * @param own creates the tool's own folder
     * @throws IllegalArgumentException if the value is not valid for this capability
     */
    public abstract <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) throws E;

    /**
     * Converts a tool's request, in the form that messages show, to a grant. The text comes from
     * the tool.
     *
     * @throws IllegalArgumentException if the text is not valid for this capability
     */
    public <E extends Exception> Grant parseRequested(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) throws E {
        return parse(value, options, own);
    }

    /**
     * Returns the identity of a grant. A new grant with the same identity replaces the earlier one.
     */
    public String identity(Grant grant) {
        return text(grant);
    }

    // Texts

    /**
     * Returns the value of a grant in the syntax of {@code vex:grant}; empty if the grant has no
     * value.
     */
    public String text(Grant grant) {
        return "";
    }

    /**
     * Returns warning lines, for example about grants that have no effect; safe to print.
     *
     * @param grants all grants of a tool
     * @param variables the host's environment
     */
    public List<String> warnings(List<? extends Grant> grants, Map<String, String> variables) {
        return List.of();
    }

    /**
     * Returns the values for the command that grants a tool's missing items, each preceded by a
     * space.
     *
     * @param missing the missing items, in the form that messages show; empty if the tool requested
     *     no particular item
     */
    String missingValues(List<String> missing) {
        return "";
    }

    /** Returns the command that grants a tool's missing items. */
    public String grantCommand(String tool, List<String> missing) {
        return "vex:grant %s %s%s".formatted(tool, key(), missingValues(missing));
    }

    /**
     * Returns the value that would allow a denied request. Where the operator must decide, the
     * value has a placeholder in capitals.
     *
     * @param subject the requested item, as the tool named it; may be any text
     */
    String hintValue(String subject) {
        return "";
    }

    /** Returns the command that would allow a denied request. */
    public String hint(String tool, String subject) {
        if (!isGrantable()) {
            return "none: it is never granted";
        }
        return "vex:grant %s %s %s".formatted(tool, key(), hintValue(subject)).strip();
    }

    static <T extends Grant> List<T> only(Class<T> type, List<? extends Grant> grants) {
        return grants.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static boolean accepts(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
