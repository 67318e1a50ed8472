package org.vexhost.loader.schema;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorDetail.SchemaViolations;
import org.vexhost.api.ErrorDetail.Violation;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;

@DisplayName("A tool's schema")
class ToolSchemaTest {

    private static ToolSchema compile(String schema) throws InvalidSchemaException {
        return ToolSchema.compile(Json.parse(schema.replace('\'', '"')));
    }

    private static void check(ToolSchema schema, String arguments)
            throws ArgumentsRefusedException {
        schema.check(
                Json.parse(arguments.replace('\'', '"')), Deadline.after(Duration.ofMinutes(1)));
    }

    private static boolean checkQuickly(ToolSchema schema, String arguments)
            throws ArgumentsRefusedException {
        return schema.checkQuickly(
                Json.parse(arguments.replace('\'', '"')), Deadline.after(Duration.ofMinutes(1)));
    }

    private static ArgumentsRefusedException refusal(String schema, String arguments) {
        return assertThrows(
                ArgumentsRefusedException.class, () -> check(compile(schema), arguments));
    }

    private static List<Violation> violations(String schema, String arguments) {
        ArgumentsRefusedException refused = refusal(schema, arguments);
        assertEquals(ErrorReason.SCHEMA_VIOLATION, refused.reason());
        return ((SchemaViolations) refused.detail().orElseThrow()).violations();
    }

    @Nested
    @DisplayName("judges arguments")
    class Judging {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'type':'object'}",
                    "{'type':'object','title':'t','properties':{'a':{'description':'d'}}}"
                })
        void aSchemaOfAnyObjectIsJudgedQuicklyAsItIsInFull(String text) throws Exception {
            ToolSchema schema = compile(text);
            for (String matching :
                    List.of(
                            "{}",
                            "{'a':{'b':[1,-20,2.5,null,'x']}}",
                            "{'a':3.5e3,'b':1E-2}",
                            "{'a':" + "9".repeat(400) + "}")) {
                assertTrue(checkQuickly(schema, matching), matching);
                check(schema, matching);
            }
            for (String wrong :
                    List.of(
                            "[1]",
                            "1",
                            "'{}'",
                            "{'a':1,'a':2}",
                            "{'b':{'a':1,'a':2}}",
                            "{'a':1e400}",
                            "{'a':" + "9".repeat(JsonTree.MAX_NUMBER_LENGTH + 1) + "}")) {
                ArgumentsRefusedException refused = refusal(text, wrong);
                ArgumentsRefusedException quickly =
                        assertThrows(
                                ArgumentsRefusedException.class,
                                () -> checkQuickly(schema, wrong),
                                wrong);
                assertEquals(refused.reason(), quickly.reason(), wrong);
                assertEquals(refused.fact(), quickly.fact(), wrong);
            }
        }

        @Test
        void whatMatchesPasses() throws Exception {
            ToolSchema schema =
                    compile(
                            """
                            {'type':'object','required':['text'],'additionalProperties':false,
                             'properties':{'text':{'type':'string','minLength':1},
                                           'top':{'type':'integer','minimum':1}}}\
                            """);
            check(schema, "{'text':'a','top':3}");
            check(schema, "{'text':'a'}");
        }

        @ParameterizedTest(name = "{0} refuses {1}")
        @CsvSource(
                delimiter = ' ',
                quoteCharacter = '`',
                value = {
                    "{'type':'object'} [] `` type object",
                    "{'required':['a']} {} `` required `member 'a'`",
                    "{'properties':{'a':{'type':'integer'}}} {'a':1.5} /a type integer",
                    "{'properties':{'a/b':{'items':{'minimum':3}}}} {'a/b':[3,2]} /a~1b/1 minimum"
                            + " 3",
                    "{'additionalProperties':false} {'b':1} `` additionalProperties `no member"
                            + " 'b'`",
                    "{'enum':['x','y']} 'z' `` enum [\"x\",\"y\"]",
                    "{'const':1} 2 `` const 1",
                    "{'pattern':'^a+$'} 'b' `` pattern ^a+$",
                    "{'anyOf':[{'type':'null'},false]} 2 `` type null",
                    "{'not':{}} 2 `` not `no match`",
                    "{'contains':true} [] `` contains `a matching item`",
                    "{'uniqueItems':true} [1,1.0] `` uniqueItems `distinct items`",
                    "{'maxLength':2} 'abc' `` maxLength 2",
                    "{'multipleOf':0.01} 19.995 `` multipleOf 0.01",
                    "{'$ref':'#/$defs/a','$defs':{'a':{'type':'null'}}} 1 `` type null",
                    "{'$ref':'#/$defs/a%25~1b','$defs':{'a%/b':{'type':'null'}}} 1 `` type null",
                    "{'$schema':'http://json-schema.org/draft-07/schema#','items':[{'type':'null'}]}"
                            + " [1] /0 type null",
                    "{'$schema':'http://json-schema.org/draft-04/schema#','minimum':1,"
                            + "'exclusiveMinimum':true} 1 `` minimum 1",
                })
        void andNamesPlaceRuleAndExpectation(
                String schema, String arguments, String path, String rule, String expectation) {
            Violation first = violations(schema, arguments).get(0);
            assertEquals(new Violation(path == null ? "" : path, rule, expectation), first);
        }

        @Test
        void theFirstTenViolationsAreReported() {
            String schema = "{'items':{'type':'string'}}";
            assertEquals(10, violations(schema, "[" + "0,".repeat(11) + "0]").size());
            assertEquals(
                    "break rule 'type' at '/0' [expected string, 11 more]",
                    refusal(schema, "[" + "0,".repeat(11) + "0]").fact());
        }

        @Test
        void theValueIsNeverRepeated() {
            String secret = "hunter2-secret";
            for (String schema :
                    List.of(
                            "{'type':'integer'}",
                            "{'enum':['a']}",
                            "{'const':'a'}",
                            "{'pattern':'^x$'}",
                            "{'maxLength':2}",
                            "{'not':{'type':'string'}}",
                            "{'oneOf':[{'type':'null'}]}")) {
                ArgumentsRefusedException refused = refusal(schema, "'" + secret + "'");
                assertFalse(refused.fact().contains(secret), refused.fact());
                assertFalse(refused.detail().toString().contains(secret));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "true",
                    "{'type':'object','properties':{'a':{'type':'integer'}}}",
                    "{'title':'x'}",
                })
        void aMemberThatIsNamedTwiceIsRefused(String schema) {
            ArgumentsRefusedException refused = refusal(schema, "{'b':[{'a':1,'a':2}]}");
            assertEquals(ErrorReason.MALFORMED_JSON, refused.reason());
        }

        @Test
        void guestTextInAMessageIsEscaped() {
            ArgumentsRefusedException refused = refusal("{'pattern':'^a\\u001b\\u202e$'}", "'b'");
            assertFalse(refused.fact().contains("\u001b"));
            assertFalse(refused.detail().toString().contains("\u202e"));
        }

        @Test
        void formatAssertsNothing() {
            assertDoesNotThrow(() -> check(compile("{'format':'email'}"), "'not an address'"));
            assertDoesNotThrow(
                    () ->
                            check(
                                    compile(
                                            "{'$schema':'http://json-schema.org/draft-07/schema',"
                                                    + "'format':'date'}"),
                                    "'not a date'"));
        }

        @Test
        void aRecursiveSchemaWorksOnATree() throws Exception {
            ToolSchema schema =
                    compile(
                            "{'properties':{'next':{'$ref':'#'},'n':{'type':'integer'}},"
                                    + "'additionalProperties':false}");
            check(schema, "{'next':{'next':{'n':1}}}");
            assertThrows(
                    ArgumentsRefusedException.class,
                    () -> check(schema, "{'next':{'next':{'n':'x'}}}"));
        }

        @Test
        void anExpiredDeadlineEndsTheCheck() throws Exception {
            ToolSchema schema = compile("{'type':'object'}");
            var refused =
                    assertThrows(
                            ArgumentsRefusedException.class,
                            () -> schema.check(Json.EMPTY_OBJECT, Deadline.after(Duration.ZERO)));
            assertEquals(ErrorReason.WALL_CLOCK, refused.reason());
        }

        @Test
        void anInterruptionEndsTheCheckAndStaysSet() throws Exception {
            ToolSchema schema = compile("{'type':'object'}");
            Thread.currentThread().interrupt();
            var refused = assertThrows(ArgumentsRefusedException.class, () -> check(schema, "{}"));
            assertTrue(Thread.interrupted());
            assertEquals(ErrorReason.CANCELLED, refused.reason());
        }
    }

    @Nested
    @DisplayName("is refused when it is broken")
    class Broken {

        @ParameterizedTest(name = "{0} at {1}")
        @CsvSource(
                delimiter = ' ',
                quoteCharacter = '`',
                value = {
                    "{'type':5} /type",
                    "{'type':'strnig'} /type",
                    "{'type':[]} /type",
                    "{'properties':[]} /properties",
                    "{'properties':{'a':7}} /properties/a",
                    "{'properties':{'a':{'items':{'minLength':-1}}}} /properties/a/items/minLength",
                    "{'required':'a'} /required",
                    "{'required':true} /required",
                    "{'required':[1]} /required",
                    "{'enum':{}} /enum",
                    "{'anyOf':[]} /anyOf",
                    "{'anyOf':{}} /anyOf",
                    "{'multipleOf':0} /multipleOf",
                    "{'pattern':'('} /pattern",
                    "{'pattern':'(a)\\\\1'} /pattern",
                    "{'patternProperties':{'(?=a)':{}}} /patternProperties",
                    "{'$ref':'#/nowhere'} /$ref",
                    "{'$ref':'#anchor'} /$ref",
                    "{'$ref':'https://example.com/schema'} /$ref",
                    "{'$ref':'other.json#/a'} /$ref",
                    "{'$ref':'file:///etc/passwd'} /$ref",
                    "{'$dynamicRef':'#'} /$dynamicRef",
                    "{'properties':{'a':{'$id':'http://x.org/y'}}} /properties/a/$id",
                    "{'$schema':'http://example.com/dialect'} /$schema",
                    "{'uniqueItems':1} /uniqueItems",
                    "{'exclusiveMinimum':true} /exclusiveMinimum",
                })
        void andThePlaceIsNamed(String schema, String path) {
            var refused = assertThrows(InvalidSchemaException.class, () -> compile(schema));
            assertEquals(path, refused.path(), refused.getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"5", "'text'", "[]", "null"})
        void ifItIsNoSchemaAtAll(String schema) {
            assertThrows(InvalidSchemaException.class, () -> compile(schema));
        }

        @Test
        void ifAMemberIsNamedTwice() {
            assertThrows(
                    InvalidSchemaException.class,
                    () -> compile("{'type':'object','type':'string'}"));
        }

        @Test
        void aPropertyMayBeCalledLikeAKeyword() {
            assertDoesNotThrow(
                    () ->
                            compile(
                                    "{'properties':{'$ref':{'type':'string'},'type':{},'$id':{}},"
                                            + "'default':{'$ref':'x'},'const':{'type':9}}"));
        }

        @Test
        void aBaseAtTheTopIsIgnored() throws Exception {
            ToolSchema schema =
                    compile(
                            "{'$id':'https://example.com/tool.json','$ref':'#/$defs/a',"
                                    + "'$defs':{'a':{'type':'null'}}}");
            assertThrows(ArgumentsRefusedException.class, () -> check(schema, "1"));
        }
    }

    @Test
    void warnsOfKeywordsThatAreNone() throws Exception {
        Json schema =
                Json.parse(
                        "{\"type\":\"object\",\"x-mine\":1,\"default\":{},\"reqired\":[\"a\"],"
                                + "\"properties\":{\"minLenght\":{\"minLenght\":3,"
                                + "\"const\":1,\"foo\\u001b\":2}}}");
        assertEquals(
                List.of(
                        "/reqired is not a keyword of JSON Schema and checks nothing"
                                + " (did you mean 'required'?)",
                        "/properties/minLenght/minLenght is not a keyword of JSON Schema and"
                                + " checks nothing (did you mean 'minLength'?)",
                        "/properties/minLenght/foo\\u001b is not a keyword of JSON Schema and"
                                + " checks nothing"),
                ToolSchema.compile(schema).warnings());
        assertEquals(List.of(), ToolSchema.compile(Json.parse("true")).warnings());
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 20; i++) {
            many.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":1");
        }
        assertEquals(10, ToolSchema.warningsOf(Json.parse(many + "}")).size());
    }
}
