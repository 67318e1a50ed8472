package org.vexhost.examples.jsondiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.examples.jsondiff.Node.ArrayNode;
import org.vexhost.examples.jsondiff.Node.NumberNode;
import org.vexhost.examples.jsondiff.Node.ObjectNode;
import org.vexhost.examples.jsondiff.Node.StringNode;

@DisplayName("json-diff")
class JsonDiffToolTest {

    private final JsonDiffTool tool = new JsonDiffTool();

    private Json execute(String arguments) throws ToolException {
        return tool.execute(ToolCall.of(Json.parse(arguments), Caller.host("test")));
    }

    private static Node node(String json) {
        return NodeText.read(Json.parse(json));
    }

    @TestFactory
    Stream<DynamicTest> answersItsExamples() throws IOException {
        Json examples = Json.parse(Files.readAllBytes(Path.of("example.json")));
        return ((ArrayNode) NodeText.read(examples))
                .elements().stream()
                        .map(ObjectNode.class::cast)
                        .map(
                                example ->
                                        DynamicTest.dynamicTest(
                                                title(example), () -> answersAsExpected(example)));
    }

    private static String title(ObjectNode example) {
        return ((StringNode) example.members().get("title")).value();
    }

    private void answersAsExpected(ObjectNode example) throws ToolException {
        Json arguments = NodeText.write(example.members().get("arguments"));
        Node result = NodeText.read(tool.execute(ToolCall.of(arguments, Caller.host("test"))));
        assertEquals(example.members().get("expect"), result);
    }

    @Test
    void describesItself() {
        assertEquals("json-diff", tool.definition().name());
        assertTrue(
                tool.definition().parameters().text().contains("\"required\": [\"from\", \"to\"]"));
    }

    @Test
    void patchesTurnOneValueIntoTheOther() throws InterruptedException {
        RandomNodes nodes = new RandomNodes(7396);
        for (int i = 0; i < 5000; i++) {
            Node from = nodes.next(4);
            Node to = nodes.next(4);
            List<Operation> patch = PatchBuilder.between(from, to);
            assertEquals(to, PatchApplier.apply(from, patch), () -> from + " to " + to);
        }
    }

    @Test
    void mergePatchesTurnOneValueIntoTheOtherOrSayThatTheyCannot() throws InterruptedException {
        RandomNodes nodes = new RandomNodes(6902);
        int expressed = 0;
        for (int i = 0; i < 5000; i++) {
            Node from = nodes.next(4);
            Node to = nodes.next(4);
            try {
                Node patch = MergePatch.between(from, to);
                assertEquals(to, PatchApplier.merge(from, patch), () -> from + " to " + to);
                expressed++;
            } catch (MergePatch.NotExpressibleException e) {
                assertTrue(to.toString().contains("NULL"), () -> from + " to " + to);
            }
        }
        assertTrue(expressed > 3000, "expressed " + expressed);
    }

    @Test
    void patchesOfListsKeepWhatIsCommon() throws InterruptedException {
        List<Operation> patch =
                PatchBuilder.between(node("[1,2,3,4,5,6,7,8]"), node("[2,3,4,9,6,7,8,1]"));
        assertEquals(
                List.of(
                        new Operation.Remove("/0"),
                        new Operation.Replace("/3", NumberNode.of("9")),
                        new Operation.Add("/7", NumberNode.of("1"))),
                patch);
    }

    @Test
    void longListsAreComparedPlaceByPlace() throws InterruptedException {
        int size = (int) Math.sqrt(PatchBuilder.MAX_TABLE_CELLS) + 1;
        ArrayNode from = new ArrayNode(Collections.nCopies(size, node("1")));
        ArrayNode to = new ArrayNode(Collections.nCopies(size, node("2")));
        List<Operation> patch = PatchBuilder.between(from, to);
        assertEquals(size, patch.size());
        assertEquals(to, PatchApplier.apply(from, patch));
    }

    @Test
    void numbersAreComparedByValueAndKeepTheirText() throws ToolException {
        assertEquals(
                "{\"equal\":true,\"operations\":0,\"patch\":[]}",
                execute("{\"from\":1.50e1,\"to\":15}").text());
        assertEquals(
                "{\"equal\":false,\"operations\":1,\"patch\":[{\"op\":\"replace\",\"path\":\"\",\"value\":1e99999999999}]}",
                execute("{\"from\":1,\"to\":1e99999999999}").text());
    }

    @Test
    void nullInAMergePatchIsRejected() {
        ToolException e =
                assertThrows(
                        ToolException.class,
                        () ->
                                execute(
                                        "{\"from\":{},\"to\":{\"a\":{\"b\":null}},\"format\":\"merge\"}"));
        assertEquals(ErrorReason.REJECTED_BY_TOOL, e.error().reason());
        assertEquals(
                "Tool 'json-diff' rejected its arguments [a merge patch cannot set a member to null [/a/b]]",
                e.getMessage());
    }

    @Test
    void missingArgumentsAreRejected() {
        ToolException e = assertThrows(ToolException.class, () -> execute("{\"from\":null}"));
        assertEquals("Tool 'json-diff' rejected its arguments ['to' is missing]", e.getMessage());
        assertThrows(ToolException.class, () -> execute("[]"));
    }

    @Test
    void anInterruptEndsTheCall() {
        Thread.currentThread().interrupt();
        ToolException e = assertThrows(ToolException.class, () -> execute("{\"from\":1,\"to\":2}"));
        assertTrue(Thread.interrupted());
        assertEquals(ErrorReason.CANCELLED, e.error().reason());
    }
}
