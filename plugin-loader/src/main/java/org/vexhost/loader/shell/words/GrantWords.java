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

/** How one capability is granted on a command line. */
public final class GrantWords {

    private static final List<CapabilityType> GRANTABLE = CapabilityTypes.all().grantable();

    private final CapabilityType type;

    private GrantWords(CapabilityType type) {
        this.type = type;
    }

    /**
     * An option that goes with one capability.
     *
     * @param value the word for its value in the help
     */
    public record Option(char letter, String name, String value, String help) {}

    /** Makes the tool's own folder. */
    @FunctionalInterface
    public interface Folder extends OwnFolder<AdministrationException> {}

    /** The words for all capabilities that can be granted. */
    public static List<String> capabilities() {
        return GRANTABLE.stream().map(CapabilityType::key).toList();
    }

    /** The same in a sentence. */
    public static String choice() {
        return CapabilityTypes.choice(GRANTABLE);
    }

    /** What the values are, a line or more for each capability. */
    public static String valuesHelp() {
        return GRANTABLE.stream()
                .flatMap(each -> each.valuesHelp().stream())
                .collect(Collectors.joining("\n"));
    }

    /** The options of all capabilities. */
    public static List<Option> allOptions() {
        return GRANTABLE.stream()
                .flatMap(each -> each.options().stream())
                .map(each -> new Option(each.letter(), each.name(), each.value(), each.help()))
                .toList();
    }

    /** The value of a grant; empty if it has none. */
    public static String text(Grant grant) {
        return CapabilityTypes.all().of(grant).text(grant);
    }

    /** What a version asks for of a capability. */
    public static List<String> requested(VersionInfo version, Capability capability) {
        return version.requested().stream()
                .filter(each -> each.capability() == capability)
                .flatMap(each -> each.items().stream())
                .map(CapabilityRequest.Item::text)
                .toList();
    }

    /**
     * The capability that a word means.
     *
     * @throws IllegalArgumentException if it means none
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

    /** Which one. */
    public Capability capability() {
        return type.capability();
    }

    /** The word. */
    public String key() {
        return type.key();
    }

    /**
     * What is wrong with options of a line, which go with another capability; empty if nothing is.
     *
     * @param isGiven whether the line has the option of a name
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
     * Reads values.
     *
     * @param options the values of options, by name
     * @throws IllegalArgumentException if one is not a value of this
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
     * What a tool asks for and lacks, or if it lacks nothing, all that it asks for.
     *
     * @throws IllegalArgumentException if that cannot be granted so
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

    /** What is granted beside the values. */
    public List<Grant> withoutValues() {
        return type.grantsWithoutValues();
    }
}
