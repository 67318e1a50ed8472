package org.vexhost.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.api.web.WebAnswer;

@DisplayName("Changes of callers")
class CallerChangesTest {

    private final ConsoleHost host = new ConsoleHost();
    private final Callers callers = new Callers();
    private String token = "";

    @BeforeEach
    void signIn() {
        host.callers = Optional.of(callers);
        token = host.signIn();
    }

    private WebAnswer post(String what, String form) {
        return host.post("/console/callers/" + what, "csrf=" + token + "&" + form);
    }

    @Test
    void addOneAndShowItsTokenOnce() {
        WebAnswer answer = post("add", "name=+bob+&tools=a-*%2C+b&role=call&role=operator");
        assertEquals(303, answer.status(), ConsoleHost.text(answer));
        assertEquals("/console/callers", answer.headers().get("Location"));
        assertEquals(List.of("root adds bob [a-*, b] [CALL, OPERATOR]"), callers.done);
        String shown = "The token of bob, which is shown here once: made-token";
        assertTrue(ConsoleHost.text(host.get("/console/callers")).contains(shown));
        assertFalse(ConsoleHost.text(host.get("/console/callers")).contains("made-token"));
    }

    @ParameterizedTest
    @CsvSource({"HX-Request, true", "Sec-Fetch-Dest, image", "Sec-Fetch-Dest, empty"})
    void showItToWhoeverSeesThePage(String header, String value) {
        assertEquals(303, post("renew", "name=bob").status());
        assertEquals(List.of("root renews bob"), callers.done);
        host.headers.put(header, value);
        assertFalse(ConsoleHost.text(host.get("/console/")).contains("made-token"));
        host.headers.clear();
        host.headers.put("Sec-Fetch-Dest", "document");
        assertTrue(ConsoleHost.text(host.get("/console/callers")).contains("made-token"));
    }

    @Test
    void removeOne() {
        assertEquals(303, post("remove", "name=bob").status());
        assertEquals(List.of("root removes bob"), callers.done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add?name=bob", // without a role
                "add?name=bob&role=king",
                "add?role=call",
                "add?name=..%2Fbob&role=call",
                "add?name=Bob&role=call",
                "add?name=&role=call",
                "remove?name=%0A",
                "renew/bob?name=bob",
                "?name=bob",
                "other?name=bob"
            })
    void rejectWhatIsNotAForm(String target) {
        int question = target.indexOf('?');
        WebAnswer answer = post(target.substring(0, question), target.substring(question + 1));
        assertEquals(400, answer.status(), ConsoleHost.text(answer));
        assertEquals(List.of(), callers.done);
    }

    @Test
    void sayWhyTheHostDoesNot() {
        callers.failure =
                new AdministrationException(
                        AdministrationException.Reason.CONFLICT, "caller <b> exists");
        WebAnswer answer = post("add", "name=bob&role=call");
        assertEquals(409, answer.status());
        assertTrue(ConsoleHost.text(answer).contains("caller &lt;b&gt; exists"));
    }

    @Test
    void waitForAHostThatStarts() {
        host.callers = Optional.empty();
        assertEquals(500, post("add", "name=bob&role=call").status());
    }

    /** Keeps a line for each change. */
    private static final class Callers implements CallerAdministration {
        private final List<String> done = new ArrayList<>();
        private @Nullable AdministrationException failure;

        @Override
        public List<CallerInfo> callers() {
            return List.of();
        }

        @Override
        public String add(
                Caller operator, String name, List<String> tools, List<CallerInfo.Role> roles)
                throws AdministrationException {
            if (failure != null) {
                throw failure;
            }
            done.add("%s adds %s %s %s".formatted(operator.name(), name, tools, roles));
            return "made-token";
        }

        @Override
        public String renew(Caller operator, String name) {
            done.add("%s renews %s".formatted(operator.name(), name));
            return "made-token";
        }

        @Override
        public void remove(Caller operator, String name) {
            done.add("%s removes %s".formatted(operator.name(), name));
        }

        @Override
        public Optional<CallerInfo> caller(String name) {
            return Optional.empty();
        }
    }
}
