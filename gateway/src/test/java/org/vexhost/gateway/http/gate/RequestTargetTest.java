package org.vexhost.gateway.http.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @Test
    void pathAndQueryAreDecodedOnce() {
        RequestTarget target = RequestTarget.of("/a%20b/%C3%A9/", "x=1%2B1&y=a+b&x=2&z");
        assertEquals("/a b/é/", target.path());
        assertEquals(Map.of("x", "1+1", "y", "a b", "z", ""), target.parameters());
        assertEquals("/%25", RequestTarget.of("/%2525", null).path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/a//b",
                "/./a",
                "/../a",
                "/%2e%2e/a",
                "/a%2fb",
                "/a%5cb",
                "/a;x",
                "/a%00",
                "/a%0a",
                "/%",
                "/%f",
                "/%zz",
                "/%ff",
                "/%c0%af"
            })
    void whatIsAmbiguousIsRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> RequestTarget.of(path, null));
    }

    @Test
    void parametersAreCounted() {
        assertEquals(
                Map.of("a", "1"), RequestTarget.of("/", "a=1" + "&a=1".repeat(31)).parameters());
        assertThrows(
                IllegalArgumentException.class,
                () -> RequestTarget.of("/", "a=1" + "&a=1".repeat(32)));
    }
}
