package org.vexhost.loader.descriptor;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Suggestion;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.capability.CapabilitiesReader;
import org.vexhost.loader.capability.CapabilityType;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.descriptor.RequestedLimits.Limit;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;
import org.vexhost.loader.descriptor.ToolDescriptor.Start;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.sandbox.Abi;

/**
 * A reader of one descriptor.
 *
 * <p>This class is long because each member of a descriptor has its own rules.
 */
final class DescriptorReader {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern DURATION =
            Pattern.compile(
                    "PT(?=[0-9])([0-9]{1,4}H)?([0-9]{1,6}M)?([0-9]{1,8}(\\.[0-9]{1,3})?S)?");
    private static final Pattern MODULE =
            Pattern.compile(
                    "(?!\\.{1,2}/)([^/:\\\\\\p{Cc}]{1,255}/(?!\\.{1,2}/)){0,8}[^/:\\\\\\p{Cc}]{1,250}\\.wasm");
    private static final int MAX_TEXT_LENGTH = 64;

    private final String source;
    private final Place place;
    private final Set<String> seen = new HashSet<>();

    /** The names of all members; the reader suggests one of them for a misspelled name. */
    private static final List<String> MEMBERS =
            Stream.concat(
                            Stream.of(
                                    "descriptorVersion",
                                    "name",
                                    "version",
                                    "title",
                                    "description",
                                    "parameters",
                                    "outputSchema",
                                    "module",
                                    "abi",
                                    "args",
                                    "sha256",
                                    "capabilities",
                                    "limits",
                                    "deterministic",
                                    "snapshot"),
                            CapabilityTypes.all().ownMembers().stream())
                    .toList();

    private String name = "";
    private String version = "";
    private String description = "";
    private @Nullable Json parameters;
    private @Nullable Json outputSchema;
    private @Nullable String title;
    private @Nullable String module;
    private @Nullable String sha256;
    private Abi abi = Abi.VEX;
    private List<String> args = List.of();
    private final CapabilitiesReader capabilities = new CapabilitiesReader(CapabilityTypes.all());
    private final RequestedLimits.Builder limits = new RequestedLimits.Builder();
    private Execution execution = Execution.ORDINARY;
    private Start start = Start.FRESH;

    DescriptorReader(String source, Place place) {
        this.source = source;
        this.place = place;
    }

    ToolDescriptor read(byte[] utf8) throws DescriptorException {
        try {
            return JsonCursor.read(utf8, ToolDescriptor.MAX_BYTES, this::readWhole);
        } catch (JsonFormException e) {
            DescriptorException.Kind kind =
                    e.kind() == JsonFormException.Kind.MALFORMED
                            ? DescriptorException.Kind.MALFORMED
                            : DescriptorException.Kind.REFUSED;
            throw new DescriptorException(kind, source, e.path(), e.problem());
        }
    }

    private ToolDescriptor readWhole(JsonCursor cursor) throws JsonFormException {
        cursor.readObject(this::readMember);
        for (String key : new String[] {"name", "version", "description", "parameters"}) {
            if (!seen.contains(key)) {
                throw new JsonFormException("", "has no '%s'".formatted(key));
            }
        }
        requireCommand();
        requireOtherCapabilities();
        requireDeterminism();
        if (parameters == null) {
            throw new IllegalStateException("parameters were read");
        }
        return new ToolDescriptor(
                source,
                definition(parameters),
                Optional.ofNullable(module),
                abi,
                args,
                Optional.ofNullable(sha256),
                capabilities.requested(),
                limits.build(),
                execution,
                start);
    }

    private ToolDefinition definition(Json arguments) {
        var builder = ToolDefinition.builder(name, version, description, arguments);
        if (title != null) {
            builder.title(title);
        }
        if (outputSchema != null) {
            builder.outputSchema(outputSchema);
        }
        return builder.build();
    }

    private void readMember(String key, JsonCursor cursor) throws JsonFormException {
        seen.add(key);
        switch (key) {
            // The reader ignores this member, which is for editors that complete and validate while
            // typing.
            case "$schema" -> cursor.readString();
            case "name" -> name = match(cursor, ToolDefinition.NAME);
            case "version" -> version = match(cursor, ToolDefinition.VERSION);
            case "description" -> description = readDescription(cursor);
            // Other versions are rejected, because the same names may have other meanings in them.
            case "descriptorVersion" -> cursor.readInteger(1, 1);
            case "title" -> title = readTitle(cursor);
            case "parameters" -> parameters = cursor.readSchema();
            case "outputSchema" -> outputSchema = cursor.readSchema();
            case "module" -> module = readModule(cursor);
            case "abi" -> abi = readAbi(cursor);
            case "args" -> args = ArgsReader.read(cursor);
            case "sha256" -> sha256 = readSha256(cursor);
            case "capabilities" -> capabilities.read(cursor);
            case "limits" -> cursor.readObject(this::readLimit);
            case "deterministic" ->
                    execution = cursor.readBoolean() ? Execution.DETERMINISTIC : Execution.ORDINARY;
            case "snapshot" -> start = cursor.readBoolean() ? Start.SNAPSHOT : Start.FRESH;
            default -> {
                if (!capabilities.readOwn(key, cursor)) {
                    throw cursor.unknown(MEMBERS);
                }
            }
        }
    }

    private static String match(JsonCursor cursor, Pattern pattern) throws JsonFormException {
        String value = cursor.readString();
        if (!pattern.matcher(value).matches()) {
            throw cursor.problem(
                    "does not match %s [%s]".formatted(pattern.pattern(), shown(value)));
        }
        return value;
    }

    private static String readTitle(JsonCursor cursor) throws JsonFormException {
        String value = cursor.readString();
        if (value.isBlank()
                || value.length() > ToolDefinition.MAX_TITLE_LENGTH
                || !MessageText.isPrintable(value)) {
            throw cursor.problem(
                    "is not 1 to %d printable characters [%s]"
                            .formatted(ToolDefinition.MAX_TITLE_LENGTH, shown(value)));
        }
        return value;
    }

    private static String readDescription(JsonCursor cursor) throws JsonFormException {
        String value = cursor.readString();
        if (value.isBlank() || value.length() > ToolDefinition.MAX_DESCRIPTION_LENGTH) {
            throw cursor.problem(
                    "is blank or longer than %d characters [%d]"
                            .formatted(ToolDefinition.MAX_DESCRIPTION_LENGTH, value.length()));
        }
        return value;
    }

    private String readModule(JsonCursor cursor) throws JsonFormException {
        requireFile(cursor);
        String value = cursor.readString();
        if (!MODULE.matcher(value).matches()) {
            throw cursor.problem(
                    "is not a path to a .wasm file inside the descriptor's folder [%s]"
                            .formatted(shown(value)));
        }
        return value;
    }

    private String readSha256(JsonCursor cursor) throws JsonFormException {
        requireFile(cursor);
        String value = cursor.readString();
        if (!SHA256.matcher(value).matches()) {
            throw cursor.problem("is not 64 hexadecimal digits [%s]".formatted(shown(value)));
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private void requireFile(JsonCursor cursor) throws JsonFormException {
        if (place == Place.CUSTOM_SECTION) {
            throw cursor.problem("is not allowed in a custom section");
        }
    }

    private static Abi readAbi(JsonCursor cursor) throws JsonFormException {
        String value = cursor.readString();
        return Abi.find(value)
                .orElseThrow(
                        () ->
                                cursor.problem(
                                        "is not 'vex' or 'command' [%s]%s"
                                                .formatted(
                                                        shown(value),
                                                        Suggestion.clause(
                                                                value,
                                                                List.of("vex", "command")))));
    }

    private void readLimit(String key, JsonCursor cursor) throws JsonFormException {
        for (Limit limit : Limit.values()) {
            if (limit.key().equals(key)) {
                long max = limit.in(SandboxLimits.CEILINGS);
                limits.set(
                        limit,
                        limit == Limit.TIMEOUT
                                ? readMillis(cursor, max)
                                : cursor.readInteger(limit.min(), max));
                return;
            }
        }
        throw cursor.unknown(Arrays.stream(Limit.values()).map(Limit::key).toList());
    }

    private static long readMillis(JsonCursor cursor, long max) throws JsonFormException {
        String value = cursor.readString();
        if (!DURATION.matcher(value).matches()) {
            throw cursor.problem("is not a duration such as PT30S [%s]".formatted(shown(value)));
        }
        long millis = Duration.parse(value).toMillis();
        if (millis < 1 || millis > max) {
            throw cursor.problem("is not 1 ms to %s [%s]".formatted(Duration.ofMillis(max), value));
        }
        return millis;
    }

    private void requireCommand() throws JsonFormException {
        if (seen.contains("args") && abi != Abi.COMMAND) {
            throw new JsonFormException("/args", "goes with abi 'command' only");
        }
    }

    private void requireOtherCapabilities() throws JsonFormException {
        Set<Capability> kinds = capabilities.requested().kinds();
        for (Capability capability : kinds) {
            CapabilityType type = CapabilityTypes.all().of(capability);
            Optional<Capability> missing = type.requires().filter(other -> !kinds.contains(other));
            if (missing.isPresent()) {
                throw new JsonFormException(
                        "/" + type.ownMember().orElse("capabilities/" + type.key()),
                        "goes with capability '%s' only".formatted(missing.get().key()));
            }
        }
    }

    private void requireDeterminism() throws JsonFormException {
        if (execution == Execution.ORDINARY) {
            return;
        }
        for (Capability capability : capabilities.requested().kinds()) {
            if (!CapabilityTypes.all().of(capability).isDeterministic()) {
                throw new JsonFormException(
                        "/deterministic",
                        "does not go together with capability '%s'".formatted(capability.key()));
            }
        }
    }

    static String shown(String value) {
        return "'" + MessageText.escape(value, MAX_TEXT_LENGTH) + "'";
    }
}
