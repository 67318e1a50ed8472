package org.vexhost.loader.shell.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.loader.capability.CapabilityType;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.capability.GrantOption;
import org.vexhost.loader.capability.OwnFolder;
import org.vexhost.loader.capability.RequestedGrants;

/** The command-line syntax of one capability's grants. */
public final class GrantWords {

    private static final List<CapabilityType> GRANTABLE = CapabilityTypes.all().grantable();

    private final CapabilityType type;

    private GrantWords(CapabilityType type) {
        this.type = type;
    }

    /**
     * An option that only one capability has.
     *
     * @param letter the short form
     * @param name the long form
     * @param value the placeholder for the option's value in the help
     * @param help the help text
     */
    public record Option(char letter, String name, String value, String help) {}

    /** Creates the tool's own folder. */
    @FunctionalInterface
    public interface Folder extends OwnFolder<AdministrationException> {}

    /** Returns the command-line words for all capabilities that can be granted. */
    public static List<String> capabilities() {
        return GRANTABLE.stream().map(CapabilityType::key).toList();
    }

    /** Returns these words as a list for a sentence. */
    public static String choice() {
        return CapabilityTypes.choice(GRANTABLE);
    }

    /** Returns the help text for values, with one or more lines for each capability. */
    public static String valuesHelp() {
        return GRANTABLE.stream()
                .flatMap(each -> each.valuesHelp().stream())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the options of all capabilities. */
    public static List<Option> allOptions() {
        return GRANTABLE.stream()
                .flatMap(each -> each.options().stream())
                .map(each -> new Option(each.letter(), each.name(), each.value(), each.help()))
                .toList();
    }

    /**
     * Returns the value of a grant as an operator would type it; empty if the grant has no value.
     */
    public static String text(Grant grant) {
        return CapabilityTypes.all().of(grant).text(grant);
    }

    /** Returns the items of a capability that a version requests. */
    public static List<String> requested(VersionInfo version, Capability capability) {
        return version.requested().stream()
                .filter(each -> each.capability() == capability)
                .flatMap(each -> each.items().stream())
                .map(CapabilityRequest.Item::text)
                .toList();
    }

    /**
     * Returns the syntax of the capability with a command-line word.
     *
     * @throws IllegalArgumentException if the word does not name a capability
     */
    public static GrantWords of(String word) {
        List<String> keys = capabilities();
        return Capability.find(word)
                .map(CapabilityTypes.all()::of)
                .map(GrantWords::new)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "capability %s is not known [%s]%s"
                                                .formatted(
                                                        MessageText.quote(word),
                                                        String.join(", ", keys),
                                                        Suggestion.clause(word, keys))));
    }

    /** Returns the capability. */
    public Capability capability() {
        return type.capability();
    }

    /** Returns the capability's command-line word. */
    public String key() {
        return type.key();
    }

    /**
     * Returns the problem with options that belong to another capability; empty if there is no
     * problem.
     *
     * @param isGiven returns whether the command line has the option with a given name
     */
    public Optional<String> problem(Function<String, Boolean> isGiven) {
        for (CapabilityType other : GRANTABLE) {
            List<GrantOption> options = other.options();
            if (other != type && options.stream().anyMatch(each -> isGiven.apply(each.name()))) {
                return Optional.of(
                        "options %s go with capability '%s' only"
                                .formatted(
                                        options.stream()
                                                .map(each -> "--" + each.name())
                                                .collect(Collectors.joining(" and ")),
                                        other.key()));
            }
        }
        return Optional.empty();
    }

    /**
     * Parses values to grants.
     *
     * @param values the values on the command line
     * @param options the values of options, by name
     * @param own creates the tool's own folder
     * @throws IllegalArgumentException if a value is not valid for this capability
     */
    public List<Grant> parse(
            List<String> values, Function<String, Optional<String>> options, Folder own)
            throws AdministrationException {
        List<Grant> grants = new ArrayList<>();
        for (String value : values) {
            grants.add(type.parse(value, options, own));
        }
        return grants;
    }

    /**
     * Returns grants for the requested items that a tool lacks. If it lacks none, returns grants
     * for all requested items.
     *
     * @throws IllegalArgumentException if a request cannot be granted this way
     */
    public List<Grant> requestedBy(
            ToolInfo tool, Function<String, Optional<String>> options, Folder own)
            throws AdministrationException {
        return RequestedGrants.of(
                type,
                tool.missing(),
                tool.newest()
                        .map(version -> requested(version, type.capability()))
                        .orElse(List.of()),
                options,
                own);
    }

    /** Returns the grants that are added in addition to the values. */
    public List<Grant> withoutValues() {
        return type.grantsWithoutValues();
    }
}
