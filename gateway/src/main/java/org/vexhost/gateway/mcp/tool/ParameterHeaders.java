package org.vexhost.gateway.mcp.tool;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.vexhost.api.Json;
import tools.jackson.databind.JsonNode;

/**
 * The tool arguments that clients repeat in HTTP headers {@code Mcp-Param-NAME}. The property
 * {@code x-mcp-header} in the tool's schema asks for this. Proxies between client and host may have
 * acted on a header, so header and argument have to agree.
 */
public final class ParameterHeaders {

    private static final String KEYWORD = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,64}(\\.[0-9]{1,64})?");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final int MAX_DEPTH = 16;
    private static final int MAX_HEADERS = 64;

    private static final ParameterHeaders NONE = new ParameterHeaders(List.of());

    private record Parameter(List<String> path, String header, boolean isInteger) {}

    private final List<Parameter> parameters;

    private ParameterHeaders(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    /**
     * Collects the headers that a schema asks for. The result is empty if the schema contains an
     * invalid header or names a header twice; in that case, clients send no such headers.
     */
    static ParameterHeaders of(Json schema) {
        if (!schema.text().contains(KEYWORD)) {
            return NONE;
        }
        List<Parameter> found = new ArrayList<>();
        if (!collect(Schemas.read(schema), List.of(), found) || found.size() > MAX_HEADERS) {
            return NONE;
        }
        Set<String> names = new HashSet<>();
        boolean isDistinct =
                found.stream().allMatch(each -> names.add(each.header.toLowerCase(Locale.ROOT)));
        return isDistinct ? new ParameterHeaders(found) : NONE;
    }

    private static boolean collect(JsonNode schema, List<String> path, List<Parameter> found) {
        JsonNode header = schema.path(KEYWORD);
        if (!header.isMissingNode()) {
            String type = schema.path("type").asString("");
            if (path.isEmpty()
                    || !header.isString()
                    || !TOKEN.matcher(header.stringValue()).matches()
                    || !TYPES.contains(type)) {
                return false;
            }
            found.add(new Parameter(path, PREFIX + header.stringValue(), type.equals("integer")));
        }
        if (path.size() == MAX_DEPTH) {
            return true;
        }
        for (var property : schema.path("properties").properties()) {
            List<String> inner = new ArrayList<>(path);
            inner.add(property.getKey());
            if (!collect(property.getValue(), inner, found)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there are no headers to check. */
    public boolean isEmpty() {
        return parameters.isEmpty();
    }

    /**
     * Compares headers with arguments.
     *
     * @param headers returns all values of a header
     * @return a description of the first difference; empty if all agree
     */
    public Optional<String> mismatch(Json arguments, Function<String, List<String>> headers) {
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        JsonNode root = Schemas.read(arguments);
        return parameters.stream()
                .filter(each -> !agrees(each, root, headers.apply(each.header)))
                .findFirst()
                .map(
                        each ->
                                "header '%s' does not match argument '%s'"
                                        .formatted(each.header, String.join(".", each.path)));
    }

    private static boolean agrees(Parameter parameter, JsonNode root, List<String> values) {
        JsonNode argument = root;
        for (String name : parameter.path) {
            argument = argument.path(name);
        }
        if (!argument.isString() && !argument.isNumber() && !argument.isBoolean()) {
            return values.isEmpty();
        }
        if (values.size() != 1) {
            return false;
        }
        Optional<String> said = HeaderText.decode(values.get(0));
        if (said.isEmpty()) {
            return false;
        }
        if (parameter.isInteger && argument.isNumber() && DECIMAL.matcher(said.get()).matches()) {
            return new BigDecimal(said.get()).compareTo(argument.decimalValue()) == 0;
        }
        return said.get().equals(argument.asString());
    }
}
