package org.vexhost.distribution.cli.demo;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A tool in the folder {@code examples}, with example calls.
 *
 * @param name name of the tool and of its folder
 * @param folder folder of the example
 * @param calls the calls in the folder's {@code example.json}
 */
record Example(String name, Path folder, List<Call> calls) {

    private static final JsonFactory JSON = new JsonFactory();

    /** An example call: a title, and the arguments as JSON. */
    record Call(String title, String arguments) {}

    Example {
        calls = List.copyOf(calls);
    }

    /** Reads all examples, the smallest first. */
    static List<Example> readAll(Path examples) throws IOException {
        List<Example> found = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(examples)) {
            stream.forEach(folders::add);
        }
        Collections.sort(folders);
        for (Path folder : folders) {
            Path calls = folder.resolve("example.json");
            if (Files.exists(calls)) {
                Example example =
                        new Example(String.valueOf(folder.getFileName()), folder, readCalls(calls));
                if (!example.artifacts().isEmpty() || !example.bundles().isEmpty()) {
                    found.add(example);
                }
            }
        }
        found.sort(Comparator.comparingLong(Example::size).thenComparing(Example::name));
        return found;
    }

    private long size() {
        try {
            long size = 0;
            for (Path file : artifacts()) {
                size += Files.size(file);
            }
            for (Path file : bundles()) {
                size += Files.size(file);
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The files that an operator copies into {@code tools/}: a module and its descriptor, or a jar.
     */
    List<Path> artifacts() throws IOException {
        return list(folder, "*.{wasm,tool.json,jar}");
    }

    /** The files that an operator copies into {@code bundles/}, for tools in Java. */
    List<Path> bundles() throws IOException {
        Path bundles = folder.resolve("bundles");
        return Files.isDirectory(bundles) ? list(bundles, "*.jar") : List.of();
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(files::add);
        }
        Collections.sort(files);
        return files;
    }

    /**
     * The folder with the files that the tool reads. They are copied into the folder that is
     * granted to the tool.
     */
    Path data() {
        return folder.resolve("data");
    }

    private static List<Call> readCalls(Path file) throws IOException {
        List<Call> calls = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                calls.add(readCall(parser));
            }
        }
        return calls;
    }

    private static Call readCall(JsonParser parser) {
        String title = "";
        String arguments = "{}";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "title" -> title = parser.getString();
                case "arguments" -> arguments = copy(parser);
                default -> parser.skipChildren();
            }
        }
        return new Call(title, arguments);
    }

    private static String copy(JsonParser parser) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }
}
