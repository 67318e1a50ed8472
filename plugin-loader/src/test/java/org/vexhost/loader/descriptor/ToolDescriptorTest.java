package org.vexhost.loader.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant.Access;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.capability.FileSystemCapability.Directory;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;
import org.vexhost.sandbox.Abi;

class ToolDescriptorTest {

    private static final Path SCHEMA = Path.of("..", "docs", "descriptor.schema.json");

    private static final String HEAD =
            "\"name\":\"a\",\"version\":\"1\",\"description\":\"d\",\"parameters\":{}";

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    }

    private static ToolDescriptor parse(String text) throws DescriptorException {
        return ToolDescriptor.parse(
                "a.tool.json", Place.FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String problem(String text) {
        return assertThrows(DescriptorException.class, () -> parse(text)).getMessage();
    }

    private static String with(String more) {
        return "{" + HEAD + "," + more + "}";
    }

    @Test
    void everythingIsRead() throws DescriptorException {
        ToolDescriptor read =
                parse(
                        """
                        { "name": "word-count", "version": "1.2.0", "description": "Counts words.",
                          "module": "build/word-count.wasm", "abi": "command", "args": ["-e", "", "\\u00fc"],
                          "parameters": {"type": "object", "x": 1.50},
                          "sha256": "%s",
                          "capabilities": { "environment": ["LANG"],
                            "fileSystem": [{"guest":"/data","access":"readWrite"}],
                            "network": ["https://api.example.com"], "cryptography": true },
                          "limits": { "maxMemoryBytes": 131072, "maxFuel": 5, "timeout": "PT1.5S" } }
                        """
                                .formatted("AB".repeat(32)));
        assertEquals("word-count", read.name());
        assertEquals(Optional.of("build/word-count.wasm"), read.module());
        assertEquals(Abi.COMMAND, read.abi());
        assertEquals(List.of("-e", "", "ü"), read.args());
        assertEquals("{\"type\": \"object\", \"x\": 1.50}", read.definition().parameters().text());
        assertEquals(Optional.of("ab".repeat(32)), read.sha256());
        assertEquals(
                Set.of(
                        Capability.ENVIRONMENT,
                        Capability.FILE_SYSTEM,
                        Capability.NETWORK,
                        Capability.CRYPTOGRAPHY),
                read.requested().kinds());
        assertEquals(
                List.of(new Directory("/data", Access.READ_WRITE)),
                read.requested().items(Capability.FILE_SYSTEM));
        assertEquals(Execution.ORDINARY, read.execution());
        SandboxLimits limits =
                read.limits().within(SandboxLimits.DEFAULTS, SandboxLimits.CEILINGS, "a");
        assertEquals(131_072, limits.maxMemoryBytes());
        assertEquals(5, limits.maxFuel());
        assertEquals(1_500, limits.timeout().toMillis());
        assertEquals(1_000, limits.maxTableElements());
    }

    @Test
    void theShortFormAsksForKindsWithoutParticulars() throws DescriptorException {
        assertEquals(
                RequestedCapabilities.of(Set.of(Capability.ENVIRONMENT, Capability.NETWORK)),
                parse(with("\"capabilities\": [\"Environment\", \"Network\"]")).requested());
    }

    @Test
    void whatIsNotThereHasItsDefault() throws DescriptorException {
        ToolDescriptor read = parse("{" + HEAD + "}");
        assertEquals(Optional.empty(), read.module());
        assertEquals(Abi.VEX, read.abi());
        assertEquals(List.of(), read.args());
        assertEquals(RequestedCapabilities.NONE, read.requested());
        assertEquals(RequestedLimits.NONE, read.limits());
    }

    @Test
    void problemsNameFileAndPlaceAndReason() {
        assertEquals("a.tool.json: /what is unknown", problem(with("\"what\": 1")));
        assertEquals(
                "a.tool.json: /limits/maxFuel is not 1 to 1000000000000 [0]",
                problem(with("\"limits\": {\"maxFuel\": 0}")));
        assertEquals(
                "a.tool.json: /limits/maxFuel is not an integer ['5']",
                problem(with("\"limits\": {\"maxFuel\": \"5\"}")));
        assertEquals(
                "a.tool.json: /capabilities/network/0 is refused: origin is not"
                        + " http(s)://host[:port] in lower case ['ftp://x']",
                problem(with("\"capabilities\": {\"network\": [\"ftp://x\"]}")));
        assertEquals(
                "a.tool.json: /capabilities/fileSystem/0/guest is refused: guest path holds"
                        + " characters that are not printable ['/x\\u001b[2J']",
                problem(
                        with(
                                "\"capabilities\": {\"fileSystem\": [{\"guest\":"
                                        + " \"/x\\u001b[2J\"}]}")));
        assertEquals("a.tool.json: has no 'version'", problem("{\"name\": \"a\"}"));
        assertEquals(
                "a.tool.json: /module is not a path to a .wasm file inside the descriptor's"
                        + " folder ['../x.wasm']",
                problem(with("\"module\": \"../x.wasm\"")));
        assertEquals(
                "a.tool.json: /deterministic does not go together with capability 'network'",
                problem(with("\"deterministic\": true," + " \"capabilities\": [\"Network\"]")));
        assertTrue(
                problem("{\"name\": \"a\", \"name\": \"b\"}").contains("repeats a name"),
                () -> problem("{\"name\": \"a\", \"name\": \"b\"}"));
        assertTrue(problem("{\"name\": ").startsWith("a.tool.json: is not JSON ["));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "1e999999999", "-1e999999999", "1e-999999999"})
    void numbersOfAbsurdSizeCostNothing(String number) {
        assertEquals(
                "a.tool.json: /limits/maxFuel is not 1 to 1000000000000 [%s]".formatted(number),
                problem(with("\"limits\": {\"maxFuel\": %s}".formatted(number))));
    }

    @Test
    void textOfTheToolIsEscapedInProblems() {
        assertEquals("a.tool.json: /a\\u001b[2J is unknown", problem(with("\"a\\u001b[2J\": 1")));
        assertTrue(problem(with("\"abi\": \"x\\n2026 ERROR\"")).contains("['x\\u000a2026 ERROR']"));
    }

    private static String args(String... args) {
        return with(
                "\"abi\": \"command\", \"args\": [%s]"
                        .formatted(
                                Stream.of(args)
                                        .map(each -> "\"" + each + "\"")
                                        .collect(Collectors.joining(","))));
    }

    @Test
    void argumentsGoWithCommandsOnly() {
        String expected = "a.tool.json: /args goes with abi 'command' only";
        assertEquals(expected, problem(with("\"args\": [\"a\"]")));
        assertEquals(expected, problem(with("\"args\": [], \"abi\": \"vex\"")));
    }

    @Test
    void argumentsAreBoundedInNumberAndSize() throws Exception {
        String[] most = Collections.nCopies(64, "a").toArray(String[]::new);
        assertEquals(64, parse(args(most)).args().size());
        assertTrue(schema().validate(args(most), InputFormat.JSON).isEmpty());
        String[] more = Collections.nCopies(65, "a").toArray(String[]::new);
        assertEquals("a.tool.json: /args exceeds the size of 64 elements", problem(args(more)));
        assertFalse(schema().validate(args(more), InputFormat.JSON).isEmpty());

        // Each of these is two bytes of UTF-8.
        String half = "ü".repeat(16 << 10);
        assertEquals(List.of(half, half), parse(args(half, half)).args());
        assertEquals(
                65_535,
                parse(args(half, half.substring(1) + "x")).args().stream()
                        .mapToInt(each -> each.getBytes(StandardCharsets.UTF_8).length)
                        .sum());
        assertEquals(
                "a.tool.json: /args/2 exceeds the size of 65536 (64 KiB) bytes for all arguments"
                        + " [65537 up to here]",
                problem(args(half, half, "x")));
        assertEquals(
                "a.tool.json: /args/0 exceeds the size of 65536 (64 KiB) bytes for all arguments"
                        + " [65537 up to here]",
                problem(args("x".repeat(65_537))));
    }

    @Test
    void argumentsAreTextWithoutAnEndInTheMiddle() {
        assertEquals(
                "a.tool.json: /args/1 holds U+0000, which would end the argument",
                problem(args("a", "b\\u0000c")));
        assertEquals(
                "a.tool.json: /args/0 holds half of a surrogate pair, which is not text",
                problem(args("\\ud800")));
        assertEquals(
                "a.tool.json: /args/0 is not a string [1]",
                problem(with("\"abi\": \"command\", \"args\": [1]")));
    }

    @Test
    void aDescriptorOfTheLargestSizeIsReadAndALargerOneIsNot() throws DescriptorException {
        String text = "{" + HEAD + "}";
        String padded = text + " ".repeat(ToolDescriptor.MAX_BYTES - text.length());
        assertEquals("a", parse(padded).name());
        assertEquals(
                "a.tool.json: exceeds the size of 524288 (512 KiB) bytes [524289]",
                problem(padded + " "));
    }

    @Test
    void nestingIsBounded() {
        String deep = "{\"a\":".repeat(80) + "1" + "}".repeat(80);
        assertTrue(problem(with("\"limits\": " + deep)).contains("is unknown"));
        String parameters = "\"parameters\":{\"a\":" + deep + "}}";
        assertTrue(
                problem("{" + parameters).contains("nested deeper than 80"),
                () -> problem("{" + parameters));
    }

    @Test
    void aCustomSectionNamesNoModuleAndNoHash() {
        DescriptorException refused =
                assertThrows(
                        DescriptorException.class,
                        () ->
                                ToolDescriptor.parse(
                                        "a.wasm",
                                        Place.CUSTOM_SECTION,
                                        with("\"module\": \"a.wasm\"")
                                                .getBytes(StandardCharsets.UTF_8)));
        assertEquals("a.wasm: /module is not allowed in a custom section", refused.getMessage());
    }

    @Test
    void moreThanTheOperatorsCeilingIsRefused() throws DescriptorException {
        SandboxLimits ceilings = SandboxLimits.CEILINGS.toBuilder().maxFuel(100).build();
        RequestedLimits most = parse(with("\"limits\": {\"maxFuel\": 100}")).limits();
        assertEquals(100, most.within(SandboxLimits.DEFAULTS, ceilings, "a").maxFuel());
        RequestedLimits more = parse(with("\"limits\": {\"maxFuel\": 101}")).limits();
        DescriptorException refused =
                assertThrows(
                        DescriptorException.class,
                        () -> more.within(SandboxLimits.DEFAULTS, ceilings, "a"));
        assertEquals(
                "a: /limits/maxFuel exceeds the host's ceiling of 100 [101]", refused.getMessage());
        assertEquals(
                100, RequestedLimits.NONE.within(SandboxLimits.DEFAULTS, ceilings, "a").maxFuel());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abi\": \"vex\"",
                "\"$schema\": \"x\"",
                "\"abi\": \"command\", \"args\": []",
                "\"args\": [\"-e\", \"\"], \"abi\": \"command\"",
                "\"module\": \"a.wasm\"",
                "\"module\": \"a/b/c d.wasm\"",
                "\"module\": \"..a.wasm\"",
                "\"capabilities\": []",
                "\"capabilities\": {}",
                "\"capabilities\": {\"environment\": [\"LC_*\", \"_\"]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a/..b\"}]}",
                "\"capabilities\": {\"network\": [\"http://localhost:8080\", \"https://[::1]\"]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"https://a.b\"}]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"https://a.b\", \"methods\":"
                        + " [\"GET\", \"POST\"]}, \"https://*.b.c\"]}",
                "\"capabilities\": {\"pureComputation\": true, \"subprocess\": true}",
                "\"limits\": {\"maxFuel\": 1.0, \"maxTableElements\": 1e3}",
                "\"limits\": {\"timeout\": \"PT10M\"}",
                "\"limits\": {\"timeout\": \"PT0.001S\"}",
                "\"limits\": {\"maxMemoryBytes\": 65536}",
                "\"limits\": {\"maxMemoryBytes\": 1073741824}",
                "\"descriptorVersion\": 1",
                "\"title\": \"Text statistics\"",
                "\"outputSchema\": {\"type\": \"object\"}",
                "\"outputSchema\": true",
                "\"deterministic\": true",
                "\"snapshot\": true",
                "\"snapshot\": false, \"abi\": \"command\"",
                "\"snapshot\": true, \"deterministic\": true",
                "\"deterministic\": true, \"capabilities\": [\"Environment\"]",
                "\"deterministic\": true, \"capabilities\": {\"cryptography\": false}",
                "\"deterministic\": false, \"capabilities\": [\"Network\"]",
            })
    void parserAndSchemaAccept(String more) throws Exception {
        assertEquals("a", parse(with(more)).name());
        assertTrue(
                schema().validate(with(more), InputFormat.JSON).isEmpty(),
                () -> "schema refuses " + more);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abi\": \"wasi\"",
                "\"Abi\": \"vex\"",
                "\"abi\": null",
                "\"$schema\": 1",
                "\"args\": []",
                "\"args\": [\"a\"], \"abi\": \"vex\"",
                "\"args\": \"a\", \"abi\": \"command\"",
                "\"args\": null, \"abi\": \"command\"",
                "\"args\": [1], \"abi\": \"command\"",
                "\"args\": [\"a\\u0000b\"], \"abi\": \"command\"",
                "\"module\": \"a.txt\"",
                "\"module\": \".wasm\"",
                "\"module\": \"/a.wasm\"",
                "\"module\": \"../a.wasm\"",
                "\"module\": \"a/../b.wasm\"",
                "\"module\": \"./a.wasm\"",
                "\"module\": \"a//b.wasm\"",
                "\"module\": \"a\\\\b.wasm\"",
                "\"module\": \"C:a.wasm\"",
                "\"module\": \"a\\u0000.wasm\"",
                "\"sha256\": \"12\"",
                "\"sha256\": 12",
                "\"capabilities\": [\"environment\"]",
                "\"capabilities\": [\"Everything\"]",
                "\"capabilities\": [1]",
                "\"capabilities\": \"Environment\"",
                "\"capabilities\": {\"environment\": [\"*\"]}",
                "\"capabilities\": {\"environment\": [\"A*B\"]}",
                "\"capabilities\": {\"environment\": \"LANG\"}",
                "\"capabilities\": {\"environment\": [\"A\", \"A\"]}",
                "\"capabilities\": {\"fileSystem\": [{}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"data\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a/../b\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a/.\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a\\u001b[2J\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a\\n\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a\\u202e\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a\", \"access\": \"write\"}]}",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a\", \"host\": \"/b\"}]}",
                "\"capabilities\": {\"network\": [\"https://Example.com\"]}",
                "\"capabilities\": {\"network\": [\"https://example.com/\"]}",
                "\"capabilities\": {\"network\": [{}]}",
                "\"capabilities\": {\"network\": [1]}",
                "\"capabilities\": {\"network\": [{\"methods\": [\"GET\"]}]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"x\"}]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"https://a.b\", \"method\": \"GET\"}]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"https://a.b\", \"methods\": []}]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"https://a.b\", \"methods\":"
                        + " [\"TRACE\"]}]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"https://a.b\", \"methods\":"
                        + " [\"get\"]}]}",
                "\"capabilities\": {\"network\": [{\"origin\": \"https://a.b\", \"methods\":"
                        + " [\"GET\", \"GET\"]}]}",
                "\"capabilities\": {\"cryptography\": \"yes\"}",
                "\"capabilities\": {\"filesystem\": []}",
                "\"limits\": []",
                "\"limits\": {\"maxFuel\": 1.5}",
                "\"limits\": {\"maxFuel\": -1}",
                "\"limits\": {\"maxFuel\": 1000000000001}",
                "\"limits\": {\"maxMemoryBytes\": 65535}",
                "\"limits\": {\"maxMemoryBytes\": 1073741825}",
                "\"limits\": {\"maxTableElements\": 1000001}",
                "\"limits\": {\"maxCallDepth\": 99}",
                "\"limits\": {\"timeout\": 30}",
                "\"limits\": {\"timeout\": \"30s\"}",
                "\"limits\": {\"timeout\": \"PT\"}",
                "\"limits\": {\"timeout\": \"P1D\"}",
                "\"limits\": {\"timeout\": \"PT-1S\"}",
                "\"limits\": {\"maxfuel\": 1}",
                "\"descriptorVersion\": 2",
                "\"descriptorVersion\": \"1\"",
                "\"title\": \" \"",
                "\"title\": 1",
                "\"outputSchema\": []",
                "\"outputSchema\": null",
                "\"deterministic\": 1",
                "\"snapshot\": 1",
                "\"snapshot\": \"true\"",
                "\"deterministic\": true, \"capabilities\": [\"Cryptography\"]",
                "\"deterministic\": true, \"capabilities\": {\"network\": [\"https://x\"]}",
                "\"unknown\": true",
            })
    void parserAndSchemaRefuse(String more) throws Exception {
        assertThrows(DescriptorException.class, () -> parse(with(more)));
        assertTrue(
                !schema().validate(with(more), InputFormat.JSON).isEmpty(),
                () -> "schema accepts " + more);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "{}",
                "{\"name\":\"A\",\"version\":\"1\",\"description\":\"d\",\"parameters\":{}}",
                "{\"name\":\"-a\",\"version\":\"1\",\"description\":\"d\",\"parameters\":{}}",
                "{\"name\":\"a\\n\",\"version\":\"1\",\"description\":\"d\",\"parameters\":{}}",
                "{\"name\":\"a\",\"version\":\"\",\"description\":\"d\",\"parameters\":{}}",
                "{\"name\":\"a\",\"version\":1,\"description\":\"d\",\"parameters\":{}}",
                "{\"name\":\"a\",\"version\":\"1\",\"description\":\" \",\"parameters\":{}}",
                "{\"name\":\"a\",\"version\":\"1\",\"description\":\"d\",\"parameters\":[]}",
                "{\"name\":\"a\",\"version\":\"1\",\"description\":\"d\",\"parameters\":null}",
                "{\"name\":\"a\",\"version\":\"1\",\"description\":\"d\"}",
            })
    void parserAndSchemaRefuseWhole(String text) throws Exception {
        assertThrows(DescriptorException.class, () -> parse(text));
        assertTrue(!schema().validate(text, InputFormat.JSON).isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"modul\": \"a.wasm\"|/modul is unknown (did you mean 'module'?)",
                "\"limits\": {\"maxMemory\": 1}|/limits/maxMemory is unknown",
                "\"limits\": {\"maxfuel\": 1}|/limits/maxfuel is unknown (did you mean 'maxFuel'?)",
                "\"capabilities\": {\"filesystem\": []}|/capabilities/filesystem is unknown (did"
                        + " you mean 'fileSystem'?)",
                "\"capabilities\": [\"Enviroment\"]|/capabilities/0 is not a capability"
                        + " ['Enviroment'] (did you mean 'Environment'?)",
                "\"capabilities\": {\"fileSystem\": [{\"gest\": \"/a\"}]}|"
                        + "/capabilities/fileSystem/0/gest is unknown (did you mean 'guest'?)",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/a\", \"access\":"
                        + " \"readwrit\"}]}|/capabilities/fileSystem/0/access is not 'read' or"
                        + " 'readWrite' ['readwrit'] (did you mean 'readWrite'?)",
                "\"abi\": \"comand\"|/abi is not 'vex' or 'command' ['comand'] (did you mean"
                        + " 'command'?)",
            })
    void namesWhatWasMeantWhereAWordIsMisspelt(String member, String reason) {
        assertEquals("a.tool.json: " + reason, problem(with(member)));
    }
}
