package org.vexhost.gateway.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.web.WebAnswer;
import org.vexhost.api.web.WebPages;
import org.vexhost.api.web.WebRequest;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.ChangeThreads;
import org.vexhost.gateway.http.Changes;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute.Audience;

@DisplayName("The route of a module's pages")
class PagesRouteTest {

    private final Pages pages = new Pages();
    private final List<Runnable> changes = new ArrayList<>();
    private PagesRoute route =
            route((exchange, answer) -> changes.add(() -> exchange.respond(answer.get())));

    private PagesRoute route(Changes changes) {
        return new PagesRoute(pages, "/pages/", 10, changes);
    }

    private List<HttpResponse> handle(String method) {
        List<HttpResponse> answers = new ArrayList<>();
        route.handle(new Asked(method, answers));
        return answers;
    }

    private Optional<HttpResponse> before(String method) {
        return route.beforeBody(new Asked(method, new ArrayList<>()));
    }

    private static String text(HttpResponse answer) {
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void isWhereTheHostIsAdministeredAndKnowsItsVisitorsItself() {
        assertEquals(Audience.OPERATORS, route.audience());
        assertEquals(Optional.empty(), route.role());
        assertEquals("/pages/", route.path());
        assertEquals(10, route.maxBodyBytes());
    }

    @Test
    void answersGetAtOnceAndPostOnAThreadOfItsOwn() {
        assertEquals("200 page GET", text(handle("GET").get(0)));
        List<HttpResponse> answers = handle("POST");
        assertEquals(List.of(), answers);
        assertEquals(1, changes.size());
        changes.get(0).run();
        assertEquals("200 page POST", text(answers.get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "get"})
    void passesNoOtherMethodOn(String method) {
        assertEquals(405, handle(method).get(0).status());
        assertEquals(405, before(method).orElseThrow().status());
        assertEquals(List.of(), pages.asked);
    }

    @Test
    void readsNoBodyThatIsNotNeeded() {
        assertEquals(Optional.empty(), before("POST"));
        pages.early = Optional.of(Pages.answer(303, "sign in"));
        assertEquals("303 sign in", text(before("POST").orElseThrow()));
        assertEquals(List.of("early POST", "early POST"), pages.asked);
    }

    @Test
    void asksAgainOnceTheBodyIsThere() {
        pages.early = Optional.of(Pages.answer(303, "sign in"));
        assertEquals("303 sign in", text(handle("GET").get(0)));
        assertEquals(List.of("early GET"), pages.asked);
    }

    @Test
    void rejectsMoreChangesThanThereAreThreads() {
        CountDownLatch release = new CountDownLatch(1);
        try (ChangeThreads threads = new ChangeThreads("test-change", 1)) {
            route = route(threads);
            pages.release = Optional.of(release);
            assertEquals(List.of(), handle("POST"));
            HttpResponse answer = handle("POST").get(0);
            assertEquals(503, answer.status());
            assertEquals("1", answer.headers().get("Retry-After"));
            assertTrue(text(answer).contains("OVERLOADED"), () -> text(answer));
        } finally {
            release.countDown();
        }
    }

    @Test
    void rejectsChangesOfAHostThatStops() {
        ChangeThreads threads = new ChangeThreads("test-change", 1);
        threads.close();
        route = route(threads);
        HttpResponse answer = handle("POST").get(0);
        assertEquals(503, answer.status());
        assertEquals("1", answer.headers().get("Retry-After"));
        assertTrue(text(answer).contains("the host is stopping"), () -> text(answer));
    }

    @Test
    void doesNotShowWhyPagesFailed() {
        pages.failure = Optional.of(new IllegalStateException("secret"));
        for (HttpResponse answer : List.of(handle("GET").get(0), before("POST").orElseThrow())) {
            assertEquals(500, answer.status());
            assertTrue(!text(answer).contains("secret"), () -> text(answer));
        }
    }

    @Test
    void keepsTheInterruptOfAHostThatStops() {
        pages.isStopping = true;
        assertEquals(503, handle("GET").get(0).status());
        assertTrue(Thread.interrupted());
    }

    private static final class Pages implements WebPages {
        private final List<String> asked = new ArrayList<>();
        private Optional<WebAnswer> early = Optional.empty();
        private Optional<RuntimeException> failure = Optional.empty();
        private Optional<CountDownLatch> release = Optional.empty();
        private boolean isStopping;

        static WebAnswer answer(int status, String text) {
            return new WebAnswer(status, Map.of(), text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Map<String, Long> paths() {
            return Map.of("/pages/", 10L);
        }

        @Override
        public Optional<WebAnswer> answerWithoutBody(WebRequest request) {
            asked.add("early " + request.method());
            if (failure.isPresent()) {
                throw failure.get();
            }
            return early;
        }

        @Override
        public WebAnswer answer(WebRequest request) throws InterruptedException {
            if (isStopping) {
                throw new InterruptedException();
            }
            if (release.isPresent()) {
                release.get().await();
            }
            return answer(200, "page " + request.method());
        }
    }

    private record Asked(String method, List<HttpResponse> answers) implements HttpExchange {
        @Override
        public String path() {
            return "/pages/a";
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public CallerAccess access() {
            throw new UnsupportedOperationException("is not asked");
        }

        @Override
        public void respond(HttpResponse response) {
            answers.add(response);
        }

        @Override
        public Optional<EventStream> startStream(Map<String, String> headers) {
            throw new UnsupportedOperationException("is no stream");
        }
    }
}
