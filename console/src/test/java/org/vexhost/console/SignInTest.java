package org.vexhost.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.web.WebAnswer;

@DisplayName("Signing in")
class SignInTest {

    private static final String COOKIE = "vexhost-console";

    private final ConsoleHost host = new ConsoleHost();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/",
                "/console/tools",
                "/console/tools/echo",
                "/console/approvals",
                "/console/grants",
                "/console/deployments",
                "/console/callers",
                "/console/log",
                "/console/deploy"
            })
    void nobodySeesAPageBefore(String path) {
        WebAnswer answer = host.get(path);
        assertEquals(303, answer.status());
        assertTrue(answer.headers().get("Location").startsWith("/console/sign-in?next=/console/"));
        host.signIn();
        int status = host.get(path).status();
        assertEquals(path.equals("/console") ? 303 : 200, status);
    }

    @Test
    void theCookieIsForTheConsoleOfThisSiteAlone() {
        host.signIn();
        WebAnswer page = host.get("/console/sign-in");
        String cookie = signInAnswer(page).headers().get("Set-Cookie");
        assertTrue(
                cookie.matches(
                        "vexhost-console=[A-Za-z0-9_-]{43}; Path=/console; HttpOnly;"
                                + " SameSite=Strict"),
                cookie);
        host.isSecure = true;
        String secure = signInAnswer(host.get("/console/sign-in")).headers().get("Set-Cookie");
        assertTrue(secure.endsWith("; SameSite=Strict; Secure"), secure);
    }

    private WebAnswer signInAnswer(WebAnswer page) {
        return host.post("/console/sign-in", "csrf=" + ConsoleHost.csrf(page) + "&token=secret");
    }

    @Test
    void anotherTokenOpensNothing() {
        String word = ConsoleHost.csrf(host.get("/console/sign-in"));
        WebAnswer answer = host.post("/console/sign-in", "csrf=" + word + "&token=other");
        assertEquals(403, answer.status());
        assertFalse(host.cookies.containsKey(COOKIE));
        assertFalse(ConsoleHost.text(answer).contains("other\""));
    }

    @Test
    void aCallerWithoutTheRoleIsNotAnOperator() {
        host.roles.clear();
        host.roles.add(Role.CALL);
        String word = ConsoleHost.csrf(host.get("/console/sign-in"));
        WebAnswer answer = host.post("/console/sign-in", "csrf=" + word + "&token=secret");
        assertEquals(403, answer.status());
        assertFalse(host.cookies.containsKey(COOKIE));
    }

    @Test
    void tooManyFailuresAreToldToWait() {
        host.isThrottled = true;
        String word = ConsoleHost.csrf(host.get("/console/sign-in"));
        WebAnswer answer = host.post("/console/sign-in", "csrf=" + word + "&token=secret");
        assertEquals(429, answer.status());
        assertEquals("42", answer.headers().get("Retry-After"));
    }

    @Test
    void aFormFromElsewhereDoesNotSignIn() {
        host.get("/console/sign-in");
        assertEquals(403, host.post("/console/sign-in", "csrf=guess&token=secret").status());
        host.cookies.clear();
        assertEquals(403, host.post("/console/sign-in", "csrf=&token=secret").status());
        assertFalse(host.cookies.containsKey(COOKIE));
    }

    @Test
    void aSessionEndsAfterHalfAnHourWithoutUse() {
        host.signIn();
        for (int i = 0; i < 3; i++) {
            host.now = host.now.plus(Duration.ofMinutes(29));
            assertEquals(200, host.get("/console/tools").status());
        }
        host.now = host.now.plus(Duration.ofMinutes(30));
        assertEquals(303, host.get("/console/tools").status());
    }

    @Test
    void aPageThatRefreshesItselfIsNoUse() {
        host.signIn();
        host.headers.put("HX-Request", "true");
        host.now = host.now.plus(Duration.ofMinutes(29));
        assertEquals(200, host.get("/console/tools").status());
        host.now = host.now.plus(Duration.ofMinutes(1));
        WebAnswer answer = host.get("/console/tools");
        assertEquals("/console/sign-in?next=/console/tools", answer.headers().get("HX-Redirect"));
        assertEquals("", ConsoleHost.text(answer));
    }

    @Test
    void aSessionEndsAfterEightHours() {
        host.signIn();
        for (int i = 0; i < 24; i++) {
            assertEquals(200, host.get("/console/tools").status());
            host.now = host.now.plus(Duration.ofMinutes(20));
        }
        assertEquals(303, host.get("/console/tools").status());
    }

    @Test
    void aSessionEndsWithItsCaller() {
        host.signIn();
        host.isEnded = true;
        assertEquals(303, host.get("/console/tools").status());
        host.isEnded = false;
        assertEquals(303, host.get("/console/tools").status());
    }

    @Test
    void aSessionEndsWhenTheCallerIsNoOperatorAnyMore() {
        String token = host.signIn();
        host.roles.clear();
        assertEquals(303, host.post("/console/tools/echo/disable", "csrf=" + token).status());
        assertTrue(host.tools.done.isEmpty());
    }

    @Test
    void signingOutEndsTheSession() {
        String token = host.signIn();
        String id = host.cookies.get(COOKIE);
        assertEquals(303, host.post("/console/sign-out", "csrf=" + token).status());
        host.cookies.put(COOKIE, String.valueOf(id));
        assertEquals(303, host.get("/console/tools").status());
    }

    @Test
    void signingInAgainEndsTheSessionBefore() {
        host.signIn();
        String first = host.cookies.get(COOKIE);
        host.signIn();
        assertNotEquals(first, host.cookies.get(COOKIE));
        host.cookies.put(COOKIE, String.valueOf(first));
        assertEquals(303, host.get("/console/tools").status());
    }

    @Test
    void anEleventhSessionOfACallerEndsItsFirst() {
        host.signIn();
        String first = host.cookies.get(COOKIE);
        for (int i = 0; i < 10; i++) {
            host.now = host.now.plusSeconds(1);
            host.cookies.clear();
            host.signIn();
            assertNotEquals(first, host.cookies.get(COOKIE));
        }
        assertEquals(200, host.get("/console/tools").status());
        host.cookies.put(COOKIE, String.valueOf(first));
        assertEquals(303, host.get("/console/tools").status());
    }

    @Test
    void afterwardsThereIsAPageOfTheConsoleOnly() {
        assertEquals("/console/tools/a-1", SignIn.next(Optional.of("/console/tools/a-1")));
        for (String bad :
                new String[] {
                    "https://example.com/",
                    "//example.com",
                    "/console//example.com",
                    "/console/../admin",
                    "/console/sign-in",
                    "/console/\r\nSet-Cookie: a=b"
                }) {
            assertEquals("/console/", SignIn.next(Optional.of(bad)), bad);
        }
    }
}
