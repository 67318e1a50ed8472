package org.vexhost.loader.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.Capability;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;

@DisplayName("The member 'secrets' of a descriptor")
class SecretsMemberTest {

    private static final String NETWORK = ", \"capabilities\": {\"network\": [\"https://x\"]}";

    private static String descriptor(String more) {
        return "{\"name\":\"a\",\"version\":\"1\",\"description\":\"d\",\"parameters\":{},"
                + more
                + "}";
    }

    private static ToolDescriptor parse(String more) throws DescriptorException {
        return ToolDescriptor.parse(
                "a.tool.json", Place.FILE, descriptor(more).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean schemaAccepts(String more) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        Files.readString(Path.of("..", "docs", "descriptor.schema.json")),
                        InputFormat.JSON)
                .validate(descriptor(more), InputFormat.JSON)
                .isEmpty();
    }

    private static String names(int count) {
        return "\"secrets\": "
                + IntStream.range(0, count)
                        .mapToObj(each -> "\"KEY_" + each + "\"")
                        .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void asksForSecretsByName() throws Exception {
        String more = "\"secrets\": [\"API_KEY\", \"B\"]" + NETWORK;
        RequestedCapabilities requested = parse(more).requested();
        assertEquals(List.of("API_KEY", "B"), requested.texts(Capability.SECRET));
        assertEquals(Set.of(Capability.NETWORK, Capability.SECRET), requested.kinds());
        assertTrue(schemaAccepts(more));
        assertEquals(
                Set.of(), parse("\"secrets\": []").requested().kinds(), "nothing is asked for");
    }

    @Test
    void namesAtMostSixtyFour() throws Exception {
        assertEquals(64, parse(names(64) + NETWORK).requested().texts(Capability.SECRET).size());
        assertTrue(schemaAccepts(names(64) + NETWORK));
        assertThrows(DescriptorException.class, () -> parse(names(65) + NETWORK));
        assertFalse(schemaAccepts(names(65) + NETWORK));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"secrets\": \"A\"|/secrets is not an array ['A']",
                "\"secrets\": [\"a\"]|/secrets/0 is refused: secret's name does not match"
                        + " [A-Z][A-Z0-9_]{0,63} ['a']",
                "\"secrets\": [\"../A\"]|/secrets/0 is refused: secret's name does not match"
                        + " [A-Z][A-Z0-9_]{0,63} ['../A']",
                "\"secrets\": [\"A\", \"A\"]|/secrets/1 is a duplicate ['A']",
                "\"secret\": [\"A\"]|/secret is unknown (did you mean 'secrets'?)"
            })
    void isRejectedWithPlaceAndReason(String more, String problem) throws Exception {
        DescriptorException e =
                assertThrows(DescriptorException.class, () -> parse(more + NETWORK));
        assertEquals("a.tool.json: " + problem, e.getMessage());
        assertFalse(schemaAccepts(more + NETWORK));
    }

    @Test
    void goesWithTheNetworkAndBesideTheCapabilities() throws Exception {
        String alone = "\"secrets\": [\"A\"]";
        DescriptorException without = assertThrows(DescriptorException.class, () -> parse(alone));
        assertEquals(
                "a.tool.json: /secrets goes with capability 'network' only", without.getMessage());
        assertFalse(schemaAccepts(alone));
        assertTrue(schemaAccepts(alone + ", \"capabilities\": [\"Network\"]"));
        String inside = "\"capabilities\": {\"secrets\": [\"A\"]}";
        DescriptorException e = assertThrows(DescriptorException.class, () -> parse(inside));
        assertEquals(
                "a.tool.json: /capabilities/secrets belongs beside 'capabilities', as the member"
                        + " 'secrets'",
                e.getMessage());
        assertFalse(schemaAccepts(inside));
    }
}
