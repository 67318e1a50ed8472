package org.vexhost.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The parts of a request")
class RequestUrlTest {

    private static final int BYTES = 32 << 10;
    private static final int FIELDS = 100;

    private static List<Header> read(String text) throws HttpException {
        return HeaderReader.read(text, BYTES, FIELDS);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, https://api.example.com, /",
        "HTTPS://API.Example.COM/A, https://api.example.com, /A",
        "https://api.example.com:443/a?b, https://api.example.com, /a?b",
        "http://api.example.com:80?b, http://api.example.com, /?b",
        "http://api.example.com:443/, http://api.example.com:443, /",
        "http://127.0.0.1:8080/x, http://127.0.0.1:8080, /x",
        "http://[::1]:8080/x, http://[::1]:8080, /x",
        "https://xn--bcher-kva.example/%C3%A4, https://xn--bcher-kva.example, /%C3%A4",
        "https://a.example//evil.example/.., https://a.example, //evil.example/..",
    })
    void sayWhereItGoes(String url, String origin, String target) throws Exception {
        RequestUrl parsed = RequestUrl.parse(url);
        assertEquals(origin, parsed.origin());
        assertEquals(target, parsed.target());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "//api.example.com/",
                "ftp://api.example.com/",
                "file:///etc/passwd",
                "https:///path",
                "https:api.example.com",
                "https://user@api.example.com/",
                "https://api.example.com@evil.example/",
                "https://api.example.com#@evil.example/",
                "https://api.example.com\\@evil.example/",
                "https://api.example.com\\.evil.example/",
                "https://api.example.com /",
                "https://api.example.com/ HTTP/1.1\r\nHost: evil.example",
                "https://api.example.com./",
                "https://.api.example.com/",
                "https://api..example.com/",
                "https://-api.example.com/",
                "https://api_x.example.com/",
                "https://api.example.com:/",
                "https://api.example.com:0/",
                "https://api.example.com:65536/",
                "https://api.example.com:99999/",
                "https://api.example.com:-1/",
                "https://api%2eexample.com/",
                "https://äpi.example.com/",
                "https://127.1/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://2130706433/",
                "https://0/",
                "https://[::fFFf:127.0.0.1]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fe80::1%eth0]/",
                "https://[::1/",
                "https://[127.0.0.1]/",
                "https://*.example.com/",
            })
    void areRejectedWhereTheyCanBeReadInTwoWays(String url) {
        HttpException e = assertThrows(HttpException.class, () -> RequestUrl.parse(url));
        assertEquals(HttpError.INVALID, e.error());
        assertTrue(e.text().startsWith("URL "), e.text());
    }

    @Test
    void haveAnEnd() throws Exception {
        String start = "https://a.example/";
        String longest = start + "x".repeat(RequestUrl.MAX_LENGTH - start.length());
        assertEquals("a.example", RequestUrl.parse(longest).host());
        assertThrows(HttpException.class, () -> RequestUrl.parse(longest + "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "hOsT: evil.example",
                "Connection: upgrade",
                "Content-Length: 1",
                "Transfer-Encoding: chunked",
                "Expect: 100-continue",
                "TE: trailers",
                "Trailer: x",
                "Upgrade: h2c",
                "Proxy-Authorization: x",
                "Proxy-Connection: x",
                "Keep-Alive: x",
                "X A: 1",
                "X-A\r",
                ": 1",
                "X-A",
                "X-Ä: 1",
                "X-A: ä",
                "X-A: a\rb",
                "X-A: a\0b",
                "X-A: a\u007fb",
                " X-A: 1",
                "",
            })
    void rejectFieldsOfTheHeader(String line) {
        HttpException e = assertThrows(HttpException.class, () -> read("A: b\n" + line + "\n"));
        assertEquals(HttpError.INVALID, e.error());
    }

    @Test
    void takeFieldsOfTheHeaderAsTheyAre() throws Exception {
        assertEquals(
                java.util.List.of(
                        new Header("A", "b"), new Header("a", ""), new Header("X-!", "a\tb:c")),
                read("A: b\na:\nX-!:   a\tb:c  "));
    }

    @Test
    void boundTheHeader() throws Exception {
        assertEquals(FIELDS, read("A:1\n".repeat(FIELDS)).size());
        assertThrows(HttpException.class, () -> read("A:1\n".repeat(FIELDS + 1)));
        String large = "A:" + "x".repeat(BYTES - 2);
        assertEquals(1, read(large).size());
        assertThrows(HttpException.class, () -> read(large + "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get", "TRACE", "CONNECT", "G T", "GET ", "GET\r\nX: y"})
    void rejectMethods(String method) {
        assertThrows(HttpException.class, () -> OutboundRequest.requireMethod(method));
    }
}
