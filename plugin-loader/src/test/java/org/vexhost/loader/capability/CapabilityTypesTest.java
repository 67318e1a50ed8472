package org.vexhost.loader.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

@DisplayName("The list of capabilities")
class CapabilityTypesTest {

    private static final OwnFolder<IOException> NO_FOLDER =
            (guest, access) -> {
                throw new IOException(guest);
            };

    /** Dice: a capability that no class but this one knows. Its constant is borrowed. */
    private static final class Dice extends CapabilityType {

        Dice() {
            super(Capability.CRYPTOGRAPHY);
        }

        record Faces(String text) implements RequestedItem {
            @Override
            public Capability capability() {
                return Capability.CRYPTOGRAPHY;
            }

            @Override
            public boolean isCoveredBy(Grants granted) {
                return !granted.isEmpty();
            }

            @Override
            public Item item() {
                return new Item(text, Map.of("faces", text), text);
            }
        }

        @Override
        public String key() {
            return "dice";
        }

        @Override
        Optional<List<RequestedItem>> readRequest(JsonCursor cursor) throws JsonFormException {
            long faces = cursor.readInteger(1, 20);
            return Optional.of(List.of(new Faces(Long.toString(faces))));
        }

        @Override
        List<String> grantMembers() {
            return List.of("dice");
        }

        @Override
        List<Grant> readGrants(String member, JsonCursor cursor, Path own)
                throws JsonFormException {
            long ignored = cursor.readInteger(1, 20);
            return List.of(new Grant.Cryptography());
        }

        @Override
        void writeGrants(JsonText out, List<Grant> grants) {
            if (!only(Grant.Cryptography.class, grants).isEmpty()) {
                out.name("dice").value(6);
            }
        }

        @Override
        public <E extends Exception> Grant parse(
                String value, Function<String, Optional<String>> options, OwnFolder<E> own) {
            return new Grant.Cryptography();
        }

        @Override
        String missingValues(List<String> missing) {
            return " " + missing + " faces";
        }

        @Override
        String hintValue(String subject) {
            return "FACES";
        }
    }

    private static final CapabilityTypes WITH_DICE = withDice();

    private static CapabilityTypes withDice() {
        List<CapabilityType> types = new ArrayList<>(CapabilityTypes.all().list());
        types.removeIf(each -> each.capability() == Capability.CRYPTOGRAPHY);
        types.add(new Dice());
        return new CapabilityTypes(types);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Grant> grants(CapabilityTypes types, String json) throws JsonFormException {
        List<Grant> grants = new ArrayList<>();
        return JsonCursor.read(
                utf8(json),
                10_000,
                cursor -> {
                    cursor.readObject(
                            (name, value) ->
                                    grants.addAll(
                                            types.readGrants(name, value, Path.of("/own"))
                                                    .orElseThrow(
                                                            () ->
                                                                    value.unknown(
                                                                            types
                                                                                    .grantMembers()))));
                    return grants;
                });
    }

    private static RequestedCapabilities requested(CapabilityTypes types, String json)
            throws JsonFormException {
        CapabilitiesReader reader = new CapabilitiesReader(types);
        return JsonCursor.read(
                utf8(json),
                10_000,
                cursor -> {
                    reader.read(cursor);
                    return reader.requested();
                });
    }

    @Test
    void holdsEachCapabilityOnce() {
        List<Capability> listed =
                CapabilityTypes.all().list().stream().map(CapabilityType::capability).toList();
        assertEquals(Set.of(Capability.values()), Set.copyOf(listed));
        assertEquals(listed.size(), new HashSet<>(listed).size());
        Arrays.stream(Capability.values())
                .forEach(each -> assertEquals(each, CapabilityTypes.all().of(each).capability()));
    }

    @Test
    void namesWhatCommandsGrant() {
        assertEquals(
                "environment, fileSystem, network, secret or cryptography",
                CapabilityTypes.choice(CapabilityTypes.all().grantable()));
        assertEquals(
                List.of(
                        "environment",
                        "fileSystem",
                        "network",
                        "addressRanges",
                        "secrets",
                        "cryptography"),
                CapabilityTypes.all().grantMembers());
    }

    @Test
    void isAllThatANewCapabilityHasToBeIn() throws Exception {
        RequestedCapabilities asked =
                requested(WITH_DICE, "{\"environment\": [\"LANG\"], \"dice\": 6}");
        assertEquals(
                List.of("6"), asked.texts(Capability.CRYPTOGRAPHY), "read from the descriptor");
        assertEquals(
                new Item("6", Map.of("faces", "6"), "6"),
                asked.items(Capability.CRYPTOGRAPHY).get(0).item());
        JsonFormException refused =
                assertThrows(JsonFormException.class, () -> requested(WITH_DICE, "{\"dice\": 21}"));
        assertEquals("/dice", refused.path());

        List<Grant> granted = grants(WITH_DICE, "{\"dice\": 6}");
        assertEquals(List.of(new Grant.Cryptography()), granted, "read from a file of grants");
        JsonText out = new JsonText();
        out.beginObject();
        WITH_DICE.writeGrants(out, granted);
        out.endObject();
        assertEquals(granted, grants(WITH_DICE, out.toString()), "written as it is read");

        CapabilityType dice = WITH_DICE.of(Capability.CRYPTOGRAPHY);
        assertEquals(granted, List.of(dice.parse("6", option -> Optional.empty(), NO_FOLDER)));
        assertEquals("vex:grant a dice [6] faces", dice.grantCommand("a", List.of("6")));
        assertEquals("vex:grant a dice FACES", dice.hint("a", "anything"));
        assertEquals(
                "environment, fileSystem, network, secret or dice",
                CapabilityTypes.choice(WITH_DICE.grantable()));
        assertEquals("dice", WITH_DICE.grantMembers().get(WITH_DICE.grantMembers().size() - 1));
    }

    @Test
    void isAllThatMakesItKnown() {
        JsonFormException unknown =
                assertThrows(
                        JsonFormException.class,
                        () -> requested(CapabilityTypes.all(), "{\"dice\": 6}"));
        assertEquals("is unknown", unknown.problem());
        assertThrows(JsonFormException.class, () -> grants(CapabilityTypes.all(), "{\"dice\": 6}"));
    }

    @Test
    void writesGrantsInOneOrder() throws Exception {
        String json =
                """
                {"cryptography": true, "secrets": [{"name": "A", "origins": ["https://a.example"],
                  "headers": ["x"]}], "addressRanges": ["10.0.0.0/8"], "network":
                  ["https://a.example"], "fileSystem": [{"guest": "/d", "host": "/srv"}],
                  "environment": ["LANG"]}
                """;
        JsonText out = new JsonText();
        out.beginObject();
        CapabilityTypes.all().writeGrants(out, grants(CapabilityTypes.all(), json));
        out.endObject();
        List<String> members =
                out.toString()
                        .lines()
                        .filter(line -> line.matches("  \"[A-Za-z]+\":.*"))
                        .map(line -> line.replaceFirst("  \"([A-Za-z]+)\".*", "$1"))
                        .toList();
        assertEquals(CapabilityTypes.all().grantMembers(), members);
    }
}
