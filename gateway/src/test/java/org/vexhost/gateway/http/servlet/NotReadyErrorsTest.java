package org.vexhost.gateway.http.servlet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Errors of the HTTP server itself")
class NotReadyErrorsTest {

    private final Server server = new Server();
    private LocalConnector connector;
    private volatile boolean isChanging;

    @BeforeEach
    void prepare() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new NotReadyErrors(() -> isChanging).createCustomizer());
        connector = new LocalConnector(server, new HttpConnectionFactory(configuration));
        server.addConnector(connector);
    }

    @AfterEach
    void end() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 503})
    void aRequestThatReachesNoServletOfTheHostIsAskedToComeAgain(int status) throws Exception {
        startWithServlet();
        assertNotReady(ask("GET", "/?status=" + status));
        assertNotReady(ask("POST", "/?status=" + status));
        assertNotReady(ask("DELETE", "/?status=" + status));
    }

    @Test
    void soIsARequestThatNothingHandles() throws Exception {
        server.start();
        assertNotReady(ask("GET", "/"));
    }

    @Test
    void theResponseToHeadHasNoBody() throws Exception {
        startWithServlet();
        HttpTester.Response response = ask("HEAD", "/?status=404");
        assertEquals(503, response.getStatus());
        assertEquals("", response.getContent());
    }

    @ParameterizedTest
    @CsvSource({"400, false", "500, false", "400, true", "500, true"})
    void otherErrorsStayAsTheyAre(int status, boolean isHostChanging) throws Exception {
        isChanging = isHostChanging;
        startWithServlet();
        HttpTester.Response response = ask("GET", "/?status=" + status);
        assertEquals(status, response.getStatus());
        assertFalse(response.getContent().contains("NOT_READY"), response::getContent);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 503})
    void aServletBehindTheGateMayItselfAnswerSo(int status) throws Exception {
        startWithServlet();
        HttpTester.Response response = ask("GET", "/?passed=yes&status=" + status);
        assertEquals(status, response.getStatus());
        assertFalse(response.getContent().contains("NOT_READY"), response::getContent);
    }

    @Test
    void whileTheHostChangesThatServletMayBeMissing() throws Exception {
        isChanging = true;
        startWithServlet();
        assertNotReady(ask("GET", "/?passed=yes&status=404"));
    }

    private void startWithServlet() throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new ErrorServlet()), "/*");
        server.setHandler(context);
        server.start();
    }

    private HttpTester.Response ask(String method, String target) throws Exception {
        String request =
                "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .formatted(method, target);
        String raw = connector.getResponse(request, method.equals("HEAD"), 30, SECONDS);
        return Objects.requireNonNull(
                method.equals("HEAD")
                        ? HttpTester.parseHeadResponse(raw)
                        : HttpTester.parseResponse(raw));
    }

    private static void assertNotReady(HttpTester.Response response) {
        assertEquals(503, response.getStatus());
        assertEquals("application/problem+json", response.get("Content-Type"));
        assertEquals("1", response.get("Retry-After"));
        assertEquals("no-store", response.get("Cache-Control"));
        assertEquals("nosniff", response.get("X-Content-Type-Options"));
        assertTrue(response.getContent().contains("\"code\":\"NOT_READY\""), response::getContent);
    }

    /** Answers with the error that the request asks for. */
    private static final class ErrorServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            if (request.getParameter("passed") != null) {
                request.setAttribute(FrontServlet.ACCESS, "passed");
            }
            response.sendError(Integer.parseInt(request.getParameter("status")));
        }
    }
}
