package org.vexhost.loader.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;

@DisplayName("A hostile schema, or hostile arguments, cost no more than their bound")
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaAttackTest {

    private static ToolSchema compile(String schema) throws InvalidSchemaException {
        return ToolSchema.compile(Json.parse(schema.replace('\'', '"')));
    }

    private static InvalidSchemaException refused(String schema) {
        return assertThrows(InvalidSchemaException.class, () -> compile(schema));
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    @Test
    void backtrackingIsRefused() {
        assertEquals(
                "pattern '(.*)*x\\\\1y' uses a reference to a group, which has no linear-time form",
                refused("{'pattern':'(.*)*x\\\\1y'}").getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#'}",
                "{'allOf':[{'$ref':'#'}]}",
                "{'not':{'if':{'else':{'$ref':'#'}}}}",
                "{'$ref':'#/$defs/a','$defs':{'a':{'anyOf':[{'$ref':'#/$defs/b'}]},"
                        + "'b':{'dependentSchemas':{'x':{'$ref':'#/$defs/a'}}}}}",
                "{'properties':{'p':{'$ref':'#/properties/p'}}}",
            })
    void aReferenceWithoutProgressIsRefused(String schema) {
        assertTrue(
                refused(schema)
                        .getMessage()
                        .contains("refers to itself without going into the value"));
    }

    @Test
    void aSchemaOf5MiBIsRefused() {
        String schema = "{'description':'" + "x".repeat(5 << 20) + "'}";
        assertEquals(
                "schema exceeds maxSchemaBytes of 262144 (256 KiB) [5242898]",
                refused(schema).getMessage());
    }

    @Test
    void aHundredThousandAlternativesAreRefused() {
        refused("{'anyOf':[" + "{},".repeat(99_999) + "{}]}");
        refused("{'anyOf':[" + "{},".repeat(49_000) + "{}]}");
        refused("{'anyOf':[" + "{},".repeat(5_000) + "{}]}");
    }

    @Test
    void alternativesThatDoubleAtEveryReferenceAreRefused() {
        StringBuilder defs = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String next = "{'$ref':'#/$defs/a" + (i + 1) + "'}";
            defs.append("'a%d':{'anyOf':[%s,%s]},".formatted(i, next, next));
        }
        String message =
                refused("{'$ref':'#/$defs/a0','$defs':{" + defs + "'a40':false}}").getMessage();
        assertTrue(message.contains("maxSchemaWeight of 20000 keywords"), message);
    }

    @Test
    void alternativesThatDoubleAtEveryLevelOfTheArgumentsAreStopped() throws Exception {
        ToolSchema schema =
                compile(
                        "{'anyOf':[{'properties':{'a':{'$ref':'#'}},'required':['x']},"
                                + "{'properties':{'a':{'$ref':'#'}},'required':['x']}]}");
        String arguments = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        long start = System.nanoTime();
        var stopped =
                assertThrows(
                        ArgumentsRefusedException.class,
                        () ->
                                schema.check(
                                        Json.parse(arguments),
                                        Deadline.after(Duration.ofMillis(300))));
        assertEquals(ErrorReason.WALL_CLOCK, stopped.reason());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3_000);
    }

    @Test
    void aLongChainOfReferencesIsRefused() {
        StringBuilder defs = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            defs.append("'a%d':{'$ref':'#/$defs/a%d'},".formatted(i, i + 1));
        }
        String schema = "{'$ref':'#/$defs/a0','$defs':{" + defs + "'a4000':{}}}";
        assertTrue(refused(schema).getMessage().contains("maxSchemaHeight of 100"));
    }

    @Test
    void deepArgumentsDoNotEndTheStack() throws Exception {
        ToolSchema schema =
                compile(
                        "{'items':{'$ref':'#/$defs/a'},"
                                + "'$defs':{'a':{'allOf':[{'anyOf':[{'$ref':'#'}]}]}}}");
        Json arguments = Json.parse("[".repeat(512) + "]".repeat(512));
        Thread[] small = new Thread[1];
        Throwable[] thrown = new Throwable[1];
        small[0] =
                new Thread(
                        null,
                        () -> {
                            try {
                                schema.check(arguments, soon());
                            } catch (Throwable e) {
                                thrown[0] = e;
                            }
                        },
                        "small",
                        256 << 10);
        small[0].start();
        small[0].join();
        ArgumentsRefusedException refused = (ArgumentsRefusedException) thrown[0];
        assertEquals(ErrorReason.INPUT_TOO_LARGE, refused.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "0", "\"\""})
    void tenMebibytesOfNothingAreRefusedBeforeTheyAreATree(String value) throws Exception {
        ToolSchema schema = compile("{'type':'array'}");
        int count = (10 << 20) / (value.length() + 1) - 1;
        Json arguments = Json.parse("[" + (value + ",").repeat(count - 1) + value + "]");
        long before = allocated();
        var refused =
                assertThrows(ArgumentsRefusedException.class, () -> schema.heapBytes(arguments));
        assertTrue(allocated() - before < 1 << 20);
        assertEquals(ErrorReason.INPUT_TOO_LARGE, refused.reason());
        assertTrue(refused.fact().startsWith("exceed maxArgumentValues of 1000000 values ["));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "0",
                "\"\"",
                "{\"a\":1}",
                "[[0]]",
                "{\"a\":{\"b\":[\"\"]}}",
                "\"é☃\"",
                "1.5",
                "123456789012"
            })
    void theHeapThatIsReservedIsEnough(String value) throws Exception {
        Json arguments = Json.parse("[" + (value + ",").repeat(49_999) + value + "]");
        long reserved = compile("{'type':'array'}").heapBytes(arguments);
        JsonTree.ofArguments(arguments);
        long before = used();
        Object tree = JsonTree.ofArguments(arguments);
        long took = used() - before;
        assertTrue(took <= reserved, value + " took " + took + " of " + reserved);
        assertTrue(tree.toString().length() > 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 17})
    void stringsWithOneHashDoNotMakeUniquenessSlow(int spread) throws Exception {
        ToolSchema schema = compile("{'uniqueItems':true}");
        StringBuilder arguments = new StringBuilder("[");
        for (int i = 0; i < 1 << 15; i++) {
            arguments.append(i == 0 ? "" : ",").append('"');
            for (int bit = 0; bit < spread; bit++) {
                arguments.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            arguments.append('"');
        }
        schema.check(Json.parse(arguments + "]"), Deadline.after(Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e999999999", "1e-999999999"})
    void numbersBeyondADoubleAreHandled(String number) throws Exception {
        ToolSchema schema =
                compile("{'multipleOf':0.001,'minimum':-5,'enum':[1,2],'const':3,'maximum':9}");
        assertThrows(
                ArgumentsRefusedException.class, () -> schema.check(Json.parse(number), soon()));
    }

    @Test
    void aNumberOfAMillionDigitsIsRefused() throws Exception {
        ToolSchema schema = compile("{'type':'integer'}");
        var refused =
                assertThrows(
                        ArgumentsRefusedException.class,
                        () -> schema.check(Json.parse("1".repeat(1_000_000)), soon()));
        assertEquals("exceed maxNumberLength of 1000 characters", refused.fact());
    }

    @Test
    void manyPatternsOnManyNamesStopAtTheDeadline() throws Exception {
        StringBuilder patterns = new StringBuilder("'a':true");
        for (int i = 0; i < 2_000; i++) {
            patterns.append(",'(x+x+)+y").append(i).append("':true");
        }
        ToolSchema schema =
                compile("{'additionalProperties':false,'patternProperties':{" + patterns + "}}");
        StringBuilder arguments = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 20_000; i++) {
            arguments.append(",\"").append("x".repeat(100)).append(i).append("\":1");
        }
        Json json = Json.parse(arguments + "}");
        long start = System.nanoTime();
        var stopped =
                assertThrows(
                        ArgumentsRefusedException.class,
                        () -> schema.check(json, Deadline.after(Duration.ofMillis(300))));
        assertEquals(ErrorReason.WALL_CLOCK, stopped.reason());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3_000);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
