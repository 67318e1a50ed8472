package org.vexhost.distribution.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.distribution.cli.HostProcess;

/** Somebody who reads pages of a console and sends its forms, with cookies of their own. */
final class ConsoleVisitor {

    private static final String SESSION = "vexhost-console";
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    private final HttpHost host;
    private final String url;
    private final Map<String, String> cookies = new TreeMap<>();

    /** Of a listener. */
    ConsoleVisitor(HttpHost host, String url) {
        this.host = host;
        this.url = url;
    }

    /** The name of the session; empty if there is none. */
    String session() {
        return cookies.getOrDefault(SESSION, "");
    }

    void session(String id) {
        cookies.put(SESSION, id);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> signIn(String token) throws IOException, InterruptedException {
        String word = hidden(get("/console/sign-in").body(), "csrf");
        return post("/console/sign-in", "csrf=" + word + "&token=" + token);
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return send(form(path, form));
    }

    /** A form that is not yet sent. */
    HttpRequest.Builder form(String path, String form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    /**
     * Sends a form of a page with its hidden fields.
     *
     * @param more further fields, encoded, each after an ampersand
     * @param left the hidden field that is left out; may be empty
     */
    HttpResponse<String> submit(String page, String action, String more, String left)
            throws IOException, InterruptedException {
        Matcher fields = HIDDEN.matcher(formOf(page, action));
        StringBuilder form = new StringBuilder("a=b");
        while (fields.find()) {
            if (!fields.group(1).equals(left)) {
                form.append('&').append(fields.group(1)).append('=');
                form.append(URLEncoder.encode(fields.group(2), UTF_8));
            }
        }
        return post(action, form + more);
    }

    private static String formOf(String page, String action) {
        int begin = page.indexOf("<form method=\"post\" action=\"" + action + "\"");
        assertTrue(begin >= 0, () -> "no form for " + action + " in " + page);
        return page.substring(begin, page.indexOf("</form>", begin));
    }

    /** Deploys the example echo under another name, which asks for a variable. */
    HttpResponse<String> upload(String name, String description)
            throws IOException, InterruptedException {
        String descriptor =
                """
                {"name": "%s", "version": "1.0.0", "description": "%s",
                 "capabilities": {"environment": ["LANG"]},
                 "module": "%s.wasm", "abi": "vex", "parameters": {}}
                """
                        .formatted(name, description, name);
        Matcher token = HIDDEN.matcher(get("/console/deploy").body());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name=\"csrf\"", (token.find() ? token.group(2) : "").getBytes(UTF_8));
        part(body, file(name + ".tool.json"), descriptor.getBytes(UTF_8));
        part(
                body,
                file(name + ".wasm"),
                Files.readAllBytes(HostProcess.EXAMPLES.resolve("echo/echo.wasm")));
        body.writeBytes("--part--\r\n".getBytes(UTF_8));
        return send(
                request("/console/deploy")
                        .header("Content-Type", "multipart/form-data; boundary=part")
                        .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static String file(String name) {
        return "name=\"files\"; filename=\"" + name + "\"";
    }

    private static void part(ByteArrayOutputStream body, String what, byte[] content) {
        body.writeBytes(
                "--part\r\nContent-Disposition: form-data; %s\r\n\r\n"
                        .formatted(what)
                        .getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(UTF_8));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = host.request(url + path, "");
        StringBuilder all = new StringBuilder();
        cookies.forEach((name, value) -> all.append(name).append('=').append(value).append("; "));
        return all.isEmpty() ? request : request.header("Cookie", all.toString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = host.send(request);
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            int equals = cookie.indexOf('=');
            cookies.put(
                    cookie.substring(0, equals), cookie.substring(equals + 1, cookie.indexOf(';')));
        }
        return answer;
    }

    /** The value of a page's first hidden field of a name. */
    static String hidden(String page, String name) {
        Matcher field = HIDDEN.matcher(page);
        while (field.find()) {
            if (field.group(1).equals(name)) {
                return field.group(2);
            }
        }
        throw new AssertionError(name + " is not in " + page);
    }

    /** A header of an answer; empty if it has none. */
    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
