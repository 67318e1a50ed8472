package org.vexhost.gateway.http.gate;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a gate looks at of a request: by default one of a local process without credentials. */
final class FakeRequest {

    private final Map<String, List<String>> headers = new TreeMap<>();
    private String method = "GET";
    private String path = "/api/v1/tools";
    private String host = "localhost";
    private String peer = "127.0.0.1";
    private String local = "127.0.0.1";
    private X509Certificate @Nullable [] chain;

    FakeRequest method(String name) {
        method = name;
        return this;
    }

    FakeRequest path(String text) {
        path = text;
        return this;
    }

    FakeRequest host(String name) {
        host = name;
        return this;
    }

    FakeRequest peer(String address) {
        peer = address;
        return this;
    }

    FakeRequest local(String address) {
        local = address;
        return this;
    }

    FakeRequest header(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>()).add(value);
        return this;
    }

    /** Shows the certificate of {@code CN=Agent,O=Example}. */
    FakeRequest certificate() throws CertificateException, IOException {
        try (InputStream in =
                Objects.requireNonNull(FakeRequest.class.getResourceAsStream("agent.pem"))) {
            chain =
                    new X509Certificate[] {
                        (X509Certificate)
                                CertificateFactory.getInstance("X.509").generateCertificate(in)
                    };
        }
        return this;
    }

    HttpServletRequest servlet() {
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        HttpServletRequest.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (proxy, called, arguments) ->
                                switch (called.getName()) {
                                    case "getMethod" -> method;
                                    case "getRequestURI" -> path;
                                    case "getServerName" -> host;
                                    case "getRemoteAddr" -> peer;
                                    case "getLocalAddr" -> local;
                                    case "getAttribute" -> chain;
                                    case "getHeader" ->
                                            values(arguments[0]).stream().findFirst().orElse(null);
                                    case "getHeaders" ->
                                            Collections.enumeration(values(arguments[0]));
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    called.getName());
                                });
    }

    private List<String> values(Object name) {
        return headers.getOrDefault(String.valueOf(name).toLowerCase(Locale.ROOT), List.of());
    }
}
