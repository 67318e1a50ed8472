package org.vexhost.loader.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;

@DisplayName("Numbers of any size")
class NumbersTest {

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0.0",
                    "1",
                    "1.0",
                    "1.5",
                    "9007199254740993",
                    "9223372036854775807",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "1e18",
                    "1e19",
                    "1e300",
                    "-1e300",
                    "1.7976931348623157e308",
                    "1e309",
                    "5e-324",
                    "1e-400",
                    "1e99999999",
                    "1e-99999999",
                    "9".repeat(1000),
                    "0." + "0".repeat(900) + "1");

    private static void check(String schema, String arguments)
            throws InvalidSchemaException, ArgumentsRefusedException {
        ToolSchema.compile(Json.parse(schema))
                .check(Json.parse(arguments), Deadline.after(Duration.ofMinutes(1)));
    }

    static List<String> schemas() {
        List<String> schemas = new ArrayList<>();
        for (String type : List.of("", "\"type\":\"integer\",", "\"type\":\"number\",")) {
            for (String number : NUMBERS) {
                for (String keyword :
                        List.of(
                                "minimum",
                                "maximum",
                                "exclusiveMinimum",
                                "exclusiveMaximum",
                                "multipleOf",
                                "const",
                                "minLength",
                                "maxItems",
                                "minProperties",
                                "minContains")) {
                    schemas.add("{%s\"%s\":%s}".formatted(type, keyword, number));
                }
                schemas.add("{%s\"enum\":[%s]}".formatted(type, number));
            }
            schemas.add("{%s\"uniqueItems\":true}".formatted(type));
        }
        return schemas;
    }

    /** Whatever the validator throws is caught; here nothing has to be. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("schemas")
    void areJudgedWithoutAFailureOfTheValidator(String schema) {
        ToolSchema compiled;
        try {
            compiled = ToolSchema.compile(Json.parse(schema));
        } catch (InvalidSchemaException e) {
            assertTrue(!e.getMessage().contains("compile"), e::getMessage);
            return;
        }
        for (String number : NUMBERS) {
            for (String arguments : List.of(number, "[" + number + "," + number + "]")) {
                try {
                    compiled.check(Json.parse(arguments), Deadline.after(Duration.ofMinutes(1)));
                } catch (ArgumentsRefusedException e) {
                    assertTrue(!e.fact().contains("cannot be judged"), e::fact);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} accepts {1}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"integer\",\"minimum\":0} 1e300",
                "{\"type\":\"integer\",\"minimum\":0} 1.0",
                "{\"type\":\"integer\",\"exclusiveMinimum\":1e299} 1e300",
                "{\"type\":\"integer\",\"maximum\":0} -1e300",
                "{\"const\":1e20} 100000000000000000000",
                "{\"enum\":[9223372036854775808]} 9223372036854775808",
            })
    void areComparedByTheirValue(String schema, String arguments) throws Exception {
        check(schema, arguments);
    }

    @ParameterizedTest(name = "{0} refuses {1}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"integer\",\"minimum\":0} -1e300",
                "{\"type\":\"integer\",\"maximum\":9223372036854775807} 9223372036854775808",
                "{\"type\":\"integer\",\"maximum\":1} 1e300",
            })
    void areRefusedByTheirValue(String schema, String arguments) {
        ArgumentsRefusedException refused =
                assertThrows(ArgumentsRefusedException.class, () -> check(schema, arguments));
        assertEquals(ErrorReason.SCHEMA_VIOLATION, refused.reason());
    }

    @Test
    void areRefusedWhereNoDoubleStandsForThem() {
        ArgumentsRefusedException refused =
                assertThrows(
                        ArgumentsRefusedException.class, () -> check("{\"minimum\":0}", "1e400"));
        assertEquals(ErrorReason.INPUT_TOO_LARGE, refused.reason());
        assertEquals("hold a number out of the range of a double", refused.fact());
    }
}
