package org.vexhost.gateway.mcp.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Json;

class MessageReaderTest {

    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                    + "{\"name\":\"echo\",\"arguments\": %s ,\"_meta\":{\"progressToken\":\"p\"}}}";

    @Test
    void argumentsStayTheTextThatCame() throws RpcException {
        String arguments = "{ \"ä\" : [1.50, \"\\u00e9}\"], \"deep\": {\"arguments\": {}} }";

        Message.Request request = request(CALL.formatted(arguments));

        assertEquals(Optional.of(Json.parse(arguments)), request.params().arguments());
        assertEquals(Optional.of("echo"), request.params().text("name"));
        assertEquals(
                Optional.of(new RpcId.Text("p")),
                request.params().object("_meta").orElseThrow().id("progressToken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"{}\"", "1", "null", "true"})
    void argumentsThatAreNoObjectAreNone(String arguments) throws RpcException {
        assertEquals(Optional.empty(), request(CALL.formatted(arguments)).params().arguments());
    }

    @Test
    void idIsAWholeNumberOrAString() throws RpcException {
        assertEquals(new RpcId.Whole(-7), request(withId("-7")).id());
        assertEquals(new RpcId.Whole(Long.MAX_VALUE), request(withId("9223372036854775807")).id());
        assertEquals(new RpcId.Text("1"), request(withId("\"1\"")).id());
        assertEquals(new RpcId.Text(""), request(withId("\"\"")).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1.5",
                "1e2",
                "1.0",
                "true",
                "[]",
                "{}",
                "[1]",
                "9223372036854775808",
                "1e400",
                "\"\\ud800\""
            })
    void otherIdsAreRejected(String id) {
        RpcException e = assertThrows(RpcException.class, () -> request(withId(id)));

        assertEquals(RpcError.INVALID_REQUEST, e.error().code());
        assertEquals(Optional.empty(), e.id());
    }

    @Test
    void idIsBounded() throws RpcException {
        String longest = "x".repeat(RpcId.MAX_LENGTH);

        assertEquals(new RpcId.Text(longest), request(withId("\"" + longest + "\"")).id());
        assertThrows(RpcException.class, () -> request(withId("\"" + longest + "x\"")));
    }

    @Test
    void messageWithoutIdIsANotification() throws RpcException {
        Message message = read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        Message.Notification notification = assertInstanceOf(Message.Notification.class, message);
        assertEquals("notifications/initialized", notification.method());
    }

    @Test
    void answerToTheHostIsTold() throws RpcException {
        assertInstanceOf(
                Message.Response.class, read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"));
        assertInstanceOf(
                Message.Response.class, read("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                "1",
                "\"x\"",
                "null",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}",
                "{\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}"
            })
    void whatIsNoMessageIsAnInvalidRequest(String text) {
        assertEquals(RpcError.INVALID_REQUEST, codeOf(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "null", "3"})
    void paramsAreAnObject(String params) {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"ping\",\"params\":%s}";

        RpcException e = assertThrows(RpcException.class, () -> read(text.formatted(params)));

        assertEquals(RpcError.INVALID_PARAMS, e.error().code());
        assertEquals(Optional.of(new RpcId.Whole(4)), e.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {}",
                "{'jsonrpc':'2.0'}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":1,\"a\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":NaN,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":01,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\nng\"}"
            })
    void whatIsNoJsonIsAParseError(String text) {
        int code = codeOf(text.getBytes(StandardCharsets.UTF_8));

        if (!text.isBlank()) {
            assertEquals(RpcError.PARSE_ERROR, code);
        }
    }

    @Test
    void memberTwiceInArgumentsIsAParseError() {
        assertEquals(
                RpcError.PARSE_ERROR,
                codeOf(
                        CALL.formatted("{\"a\":{\"b\":1,\"b\":2}}")
                                .getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-16"})
    void otherEncodingsAreAParseError(String charset) {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        assertEquals(RpcError.PARSE_ERROR, codeOf(text.getBytes(Charset.forName(charset))));
    }

    @Test
    void byteOrderMarkAndBrokenUtf8AreAParseError() {
        byte[] marked = "\uFEFF{}".getBytes(StandardCharsets.UTF_8);
        byte[] latin = withId("\"ä\"").getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = withId("\"__\"").getBytes(StandardCharsets.UTF_8);
        int at = new String(overlong, StandardCharsets.UTF_8).indexOf("__");
        overlong[at] = (byte) 0xC0;
        overlong[at + 1] = (byte) 0xAF;

        assertEquals(RpcError.PARSE_ERROR, codeOf(marked));
        assertEquals(RpcError.PARSE_ERROR, codeOf(latin));
        assertEquals(RpcError.PARSE_ERROR, codeOf(overlong));
    }

    @Test
    void nestingIsBounded() throws RpcException {
        int around = 2;
        int deepest = Json.MAX_DEPTH - around - 1;

        assertEquals(
                Optional.of(Json.parse(nested(deepest))),
                request(CALL.formatted(nested(deepest))).params().arguments());
        for (int depth : new int[] {deepest + 1, 600, 100_000}) {
            assertEquals(
                    RpcError.PARSE_ERROR,
                    codeOf(CALL.formatted(nested(depth)).getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void valuesOutsideOfArgumentsAreBounded() throws RpcException {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":[%s]}}";
        int around = 5;
        String most = "0" + ",0".repeat(MessageReader.MAX_VALUES - around - 1);

        assertInstanceOf(Message.Request.class, read(text.formatted(most)));
        assertEquals(
                RpcError.INVALID_REQUEST,
                codeOf(text.formatted(most + ",0").getBytes(StandardCharsets.UTF_8)));
        assertInstanceOf(Message.Request.class, read(CALL.formatted("{\"a\":[" + most + ",0,0]}")));
    }

    @Test
    void changedBytesNeverFailOtherwise() {
        byte[] good = CALL.formatted("{\"a\":[1,{\"b\":\"ä\"}]}").getBytes(StandardCharsets.UTF_8);
        Random random = new Random(42);
        for (int round = 0; round < 50_000; round++) {
            byte[] bad = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                Message ignored = MessageReader.read(bad);
            } catch (RpcException e) {
                byte[] answer = MessageWriter.error(e.id(), e.error());
                Json.parse(answer);
            }
        }
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    private static String withId(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"ping\"}".formatted(id);
    }

    private static int codeOf(byte[] bytes) {
        return assertThrows(RpcException.class, () -> MessageReader.read(bytes)).error().code();
    }

    private static Message read(String text) throws RpcException {
        return MessageReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Message.Request request(String text) throws RpcException {
        return assertInstanceOf(Message.Request.class, read(text));
    }
}
