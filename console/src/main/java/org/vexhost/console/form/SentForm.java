package org.vexhost.console.form;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.admin.UploadedFile;
import org.vexhost.api.web.WebRequest;

/**
 * A form that a browser sent.
 *
 * @param fields the values of each field, in the order in which they were sent
 * @param files the files that the operator chose
 */
public record SentForm(Map<String, List<String>> fields, List<UploadedFile> files) {

    private static final int MAX_FIELDS = 300;

    /** Copies the collections. */
    public SentForm {
        fields = Map.copyOf(fields);
        files = List.copyOf(files);
    }

    /**
     * Reads a form in either of the encodings that browsers use.
     *
     * @throws BadFormException if the body is not a valid form
     */
    public static SentForm of(WebRequest request) throws BadFormException {
        String type = request.header("Content-Type").orElse("");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (media) {
            case "application/x-www-form-urlencoded" -> urlEncoded(request.body());
            case "multipart/form-data" -> MultipartForm.read(type, request.body());
            default -> throw new BadFormException("content type is not that of a form");
        };
    }

    private static SentForm urlEncoded(byte[] body) throws BadFormException {
        Map<String, List<String>> fields = new HashMap<>();
        String text = new String(body, StandardCharsets.UTF_8);
        String[] pairs = text.split("&", MAX_FIELDS + 1);
        if (pairs.length > MAX_FIELDS) {
            throw new BadFormException("form has more than %d fields".formatted(MAX_FIELDS));
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                add(fields, decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new SentForm(fields, List.of());
    }

    static void add(Map<String, List<String>> fields, String name, String value) {
        fields.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
    }

    private static String decode(String text) throws BadFormException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadFormException("percent-encoding of the form is not complete");
        }
    }

    /** Returns the first value of a field. */
    public Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** Returns all values of a field; empty if the browser did not send the field. */
    public List<String> values(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /**
     * Returns the first value of a required field.
     *
     * @throws BadFormException if the browser did not send the field
     */
    public String required(String name) throws BadFormException {
        return value(name)
                .orElseThrow(() -> new BadFormException("field '%s' is missing".formatted(name)));
    }
}
