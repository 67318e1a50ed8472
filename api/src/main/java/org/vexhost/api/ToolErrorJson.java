package org.vexhost.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Converts {@link ToolError} to JSON and back. */
final class ToolErrorJson {

    private ToolErrorJson() {}

    static Json render(ToolError error) {
        return JsonLibrary.render(
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("code", error.code().name());
                    out.writeStringProperty("reason", error.reason().name());
                    out.writeStringProperty("tool", error.tool());
                    out.writeStringProperty("message", error.message());
                    out.writeBooleanProperty("retryable", error.isRetryable());
                    error.detail().ifPresent(detail -> write(out, detail));
                    error.usage().ifPresent(usage -> write(out, usage));
                    out.writeEndObject();
                });
    }

    static ToolError read(Json json) {
        Members members = new Members(JsonLibrary.readObject(json));
        return new ToolError(
                constant(ErrorReason.class, members.string("reason")),
                members.string("tool"),
                members.string("message"),
                members.object("detail").map(ToolErrorJson::readDetail),
                members.object("usage").map(ToolErrorJson::readUsage));
    }

    private static void write(JsonGenerator out, Usage usage) {
        out.writeName("usage");
        out.writeStartObject();
        out.writeNumberProperty("fuelConsumed", usage.fuelConsumed());
        out.writeNumberProperty("hostFuelConsumed", usage.hostFuelConsumed());
        out.writeNumberProperty("fuelRemaining", usage.fuelRemaining());
        out.writeNumberProperty("peakMemoryBytes", usage.peakMemoryBytes());
        out.writeEndObject();
    }

    private static Usage readUsage(Members members) {
        long fuelConsumed = members.number("fuelConsumed");
        long hostFuelConsumed =
                members.has("hostFuelConsumed") ? members.number("hostFuelConsumed") : 0;
        long fuelRemaining = members.number("fuelRemaining");
        long peakMemoryBytes = members.number("peakMemoryBytes");
        if (fuelConsumed < 0 || hostFuelConsumed < 0 || fuelRemaining < 0 || peakMemoryBytes < 0) {
            throw unexpected("usage");
        }
        return new Usage(fuelConsumed, hostFuelConsumed, fuelRemaining, peakMemoryBytes);
    }

    private static void write(JsonGenerator out, ErrorDetail detail) {
        out.writeName("detail");
        out.writeStartObject();
        if (detail instanceof ErrorDetail.LimitExceeded exceeded) {
            out.writeStringProperty("kind", "limitExceeded");
            out.writeStringProperty("limit", exceeded.limit());
            out.writeNumberProperty("max", exceeded.max());
            out.writeStringProperty("unit", exceeded.unit());
            exceeded.actual().ifPresent(actual -> out.writeNumberProperty("actual", actual));
        } else if (detail instanceof ErrorDetail.MissingCapability missing) {
            out.writeStringProperty("kind", "missingCapability");
            out.writeStringProperty("capability", missing.capability().key());
            writeStrings(out, "values", missing.values());
        } else if (detail instanceof ErrorDetail.SchemaViolations schema) {
            out.writeStringProperty("kind", "schemaViolations");
            writeViolations(out, schema.violations());
        } else if (detail instanceof ErrorDetail.Trap trap) {
            out.writeStringProperty("kind", "trap");
            out.writeStringProperty("trap", trap.kind());
            writeFrames(out, trap.frames());
            writeStrings(out, "stderr", trap.stderr());
            out.writeBooleanProperty("atMemoryLimit", trap.atMemoryLimit());
        } else if (detail instanceof ErrorDetail.QuotaExceeded quota) {
            out.writeStringProperty("kind", "quotaExceeded");
            out.writeStringProperty("quota", quota.quota());
            out.writeNumberProperty("max", quota.max());
            out.writeStringProperty("unit", quota.unit());
            out.writeNumberProperty("retryAfterMillis", quota.retryAfter().toMillis());
        } else if (detail instanceof ErrorDetail.Exit exit) {
            out.writeStringProperty("kind", "exit");
            out.writeNumberProperty("exitCode", exit.code());
            writeStrings(out, "stderr", exit.stderr());
        }
        out.writeEndObject();
    }

    private static ErrorDetail readDetail(Members members) {
        String kind = members.string("kind");
        return switch (kind) {
            case "limitExceeded" ->
                    new ErrorDetail.LimitExceeded(
                            members.string("limit"),
                            members.number("max"),
                            members.string("unit"),
                            members.has("actual")
                                    ? OptionalLong.of(members.number("actual"))
                                    : OptionalLong.empty());
            case "missingCapability" ->
                    new ErrorDetail.MissingCapability(
                            Capability.find(members.string("capability"))
                                    .orElseThrow(() -> unexpected("capability")),
                            members.strings("values"));
            case "quotaExceeded" ->
                    new ErrorDetail.QuotaExceeded(
                            members.string("quota"),
                            members.number("max"),
                            members.string("unit"),
                            Duration.ofMillis(Math.max(0, members.number("retryAfterMillis"))));
            case "schemaViolations" ->
                    new ErrorDetail.SchemaViolations(
                            members.objects("violations").stream()
                                    .map(ToolErrorJson::readViolation)
                                    .toList());
            case "trap" ->
                    new ErrorDetail.Trap(
                            members.string("trap"),
                            members.objects("frames").stream()
                                    .map(ToolErrorJson::readFrame)
                                    .toList(),
                            members.strings("stderr"),
                            members.flag("atMemoryLimit"));
            case "exit" ->
                    new ErrorDetail.Exit(members.number("exitCode"), members.strings("stderr"));
            default -> throw unexpected("kind");
        };
    }

    private static void writeStrings(JsonGenerator out, String name, List<String> values) {
        out.writeName(name);
        out.writeStartArray();
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    private static void writeFrames(JsonGenerator out, List<ErrorDetail.Frame> frames) {
        out.writeName("frames");
        out.writeStartArray();
        for (ErrorDetail.Frame frame : frames) {
            out.writeStartObject();
            out.writeNumberProperty("function", frame.index());
            frame.name().ifPresent(name -> out.writeStringProperty("name", name));
            frame.codeOffset().ifPresent(offset -> out.writeNumberProperty("codeOffset", offset));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static ErrorDetail.Frame readFrame(Members members) {
        long index = members.number("function");
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw unexpected("function");
        }
        return new ErrorDetail.Frame(
                (int) index,
                members.has("name") ? Optional.of(members.string("name")) : Optional.empty(),
                members.has("codeOffset")
                        ? OptionalLong.of(members.number("codeOffset"))
                        : OptionalLong.empty());
    }

    private static void writeViolations(JsonGenerator out, List<ErrorDetail.Violation> violations) {
        out.writeName("violations");
        out.writeStartArray();
        for (ErrorDetail.Violation violation : violations) {
            out.writeStartObject();
            out.writeStringProperty("path", violation.path());
            out.writeStringProperty("rule", violation.rule());
            out.writeStringProperty("expectation", violation.expectation());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static ErrorDetail.Violation readViolation(Members members) {
        return new ErrorDetail.Violation(
                members.string("path"), members.string("rule"), members.string("expectation"));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw unexpected(type.getSimpleName());
        }
    }

    private static InvalidJsonException unexpected(String member) {
        return new InvalidJsonException("error has no usable member '" + member + "'", 0);
    }

    /** Provides typed access to the members of an object. */
    private record Members(Map<String, Object> all) {

        boolean has(String name) {
            return all.containsKey(name);
        }

        String string(String name) {
            if (all.get(name) instanceof String text) {
                return text;
            }
            throw unexpected(name);
        }

        long number(String name) {
            if (all.get(name) instanceof Long number) {
                return number;
            }
            throw unexpected(name);
        }

        boolean flag(String name) {
            if (all.get(name) instanceof Boolean flag) {
                return flag;
            }
            throw unexpected(name);
        }

        List<String> strings(String name) {
            List<?> values = list(name);
            if (values.stream().allMatch(String.class::isInstance)) {
                return values.stream().map(String.class::cast).toList();
            }
            throw unexpected(name);
        }

        List<Members> objects(String name) {
            return list(name).stream().map(each -> members(each, name)).toList();
        }

        Optional<Members> object(String name) {
            return has(name) ? Optional.of(members(all.get(name), name)) : Optional.empty();
        }

        private List<?> list(String name) {
            if (all.get(name) instanceof List<?> list) {
                return list;
            }
            throw unexpected(name);
        }

        @SuppressWarnings("unchecked") // The reader creates only maps with string keys.
        private static Members members(@Nullable Object value, String name) {
            if (value instanceof Map<?, ?> map) {
                return new Members((Map<String, Object>) map);
            }
            throw unexpected(name);
        }
    }
}
