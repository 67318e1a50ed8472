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
 * Everything the loader knows about one capability. The defaults suit a capability that a tool
 * requests with {@code true} and that is never granted.
 *
 * <p>A new capability begins with a constant in {@link Capability} and a record in {@link Grant},
 * both in the module {@code api}, and a subclass of this class. These also change:
 *
 * <ul>
 *   <li>the list in {@link CapabilityTypes};
 *   <li>the host module that enforces the capability, the descriptor's schema, {@code docs/}, and
 *       the JSON of the REST interface ({@code GrantsReader} and {@code GrantsResource} in the
 *       gateway);
 *   <li>if they apply: {@code Annotations} in the gateway (does the tool write, does it reach
 *       out?), {@code Dependence} in the sandbox (without which request is a host function's result
 *       always the same?) and {@code Execution} in the distribution (options of {@code vexhost
 *       exec});
 *   <li>the expected lists in {@code OneCapabilityTest}.
 * </ul>
 *
 * <p>ARCHITECTURE.md has the same list, under "What to touch for a new capability".
 */
public abstract class CapabilityType {

    /** The longest line of a warning's value. */
    static final int MAX_TEXT_LENGTH = 300;

    private final Capability capability;

    CapabilityType(Capability capability) {
        this.capability = capability;
    }

    /** Which one. */
    public final Capability capability() {
        return capability;
    }

    /** The member in descriptors, and the word in commands and messages. */
    public String key() {
        return capability.key();
    }

    // Descriptors

    /**
     * The member of the descriptor itself that asks for it; empty if a member of {@code
     * capabilities} does.
     */
    public Optional<String> ownMember() {
        return Optional.empty();
    }

    /**
     * Reads the value of the member that asks for it.
     *
     * @return what in particular; empty if it is not asked for
     */
    Optional<List<RequestedItem>> readRequest(JsonCursor cursor) throws JsonFormException {
        return cursor.readBoolean() ? Optional.of(List.of()) : Optional.empty();
    }

    /** A capability that a tool has to ask for too. */
    public Optional<Capability> requires() {
        return Optional.empty();
    }

    /** Whether a deterministic tool may have it. */
    public boolean isDeterministic() {
        return true;
    }

    /** Whether a tool that asks for it is rejected. */
    public boolean isNeverGranted() {
        return false;
    }

    // Files of grants

    /** The members that grant it. */
    List<String> grantMembers() {
        return List.of();
    }

    /**
     * Reads one of {@link #grantMembers}.
     *
     * @param own the tool's own folder
     */
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        throw cursor.problem("is never granted");
    }

    /**
     * Writes what {@link #readGrants} reads.
     *
     * @param grants of all capabilities
     */
    void writeGrants(JsonText out, List<Grant> grants) {}

    // Commands

    /** Whether {@code vex:grant} and {@code vex:revoke} take it. */
    public boolean isGrantable() {
        return true;
    }

    /** What the values of {@code vex:grant} are, in lines of up to 60 characters. */
    public Optional<String> valuesHelp() {
        return Optional.empty();
    }

    /** The options of {@code vex:grant} that go with this alone. */
    public List<GrantOption> options() {
        return List.of();
    }

    /** What is granted beside the values; empty if a grant has to name one. */
    public List<Grant> grantsWithoutValues() {
        return List.of();
    }

    /**
     * Reads a value of {@code vex:grant}.
     *
     * @param options the values of options, by name
     * @throws IllegalArgumentException if it is not a value of this
     */
    public abstract <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) throws E;

    /**
     * Reads what a tool asks for, in the words of messages, as a grant. The tool wrote these words.
     *
     * @throws IllegalArgumentException if it is not a value of this
     */
    public <E extends Exception> Grant parseRequested(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) throws E {
        return parse(value, options, own);
    }

    /** What tells two grants of this apart; a second one with the same replaces the first. */
    public String identity(Grant grant) {
        return text(grant);
    }

    // Words

    /** The value of a grant in the words of {@code vex:grant}; empty if it has none. */
    public String text(Grant grant) {
        return "";
    }

    /**
     * One line for each grant that has no effect; safe to print.
     *
     * @param grants all that a tool has
     * @param variables the host's environment
     */
    public List<String> warnings(List<? extends Grant> grants, Map<String, String> variables) {
        return List.of();
    }

    /**
     * The values of the command that grants what a tool lacks, with a space before each.
     *
     * @param missing what it lacks, in the words of messages; empty if it named nothing
     */
    String missingValues(List<String> missing) {
        return "";
    }

    /** The command that grants what a tool lacks. */
    public String grantCommand(String tool, List<String> missing) {
        return "vex:grant %s %s%s".formatted(tool, key(), missingValues(missing));
    }

    /**
     * The value that would allow what was denied, with words in capitals where the operator has to
     * decide.
     *
     * @param subject what the tool named; anything
     */
    String hintValue(String subject) {
        return "";
    }

    /** The command that would allow what was denied. */
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
