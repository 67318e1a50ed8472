package org.vexhost.http.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Grants;
import org.vexhost.http.FakeContext;
import org.vexhost.http.TestHost;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.message.RequestUrl;
import org.vexhost.http.secret.RequestSecrets;

@DisplayName("The place of a request")
class HttpHostTest {

    /** A call whose request runs out of memory before it begins. */
    private static final class FullContext extends FakeContext {
        FullContext() {
            super("t");
        }

        @Override
        public Grants grants() {
            throw new OutOfMemoryError("test");
        }
    }

    @Test
    void isGivenBackIfTheHeapIsFullBeforeTheRequestBegins() throws Exception {
        OutboundRequest request =
                new OutboundRequest(
                        "GET", RequestUrl.parse("http://a.test/"), List.of(), new byte[0]);
        FakeContext call = new FullContext();
        try (TestHost test = new TestHost()) {
            for (int i = 0; i < 2 * HttpLimits.DEFAULT.atOnce(); i++) {
                try (HeldMemory held = new HeldMemory(call)) {
                    OutOfMemoryError full =
                            assertThrows(
                                    OutOfMemoryError.class,
                                    () ->
                                            test.host.begin(
                                                    call,
                                                    request,
                                                    RequestSecrets.NONE,
                                                    held,
                                                    Long.MAX_VALUE));
                    assertEquals("test", full.getMessage());
                }
            }
            assertEquals(0, test.host.open());
        }
    }
}
