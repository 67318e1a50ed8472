package org.vexhost.examples.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;
import org.vexhost.sandbox.Abi;
import org.vexhost.sandbox.WasmToolSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * An example that is a module.
 *
 * @param name its folder's name
 * @param folder where it is
 * @param descriptor from beside the module, or from inside it
 */
record Example(String name, Path folder, JsonNode descriptor) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final ObjectMapper JSON = new ObjectMapper();

    static List<Example> all() throws IOException {
        List<Example> examples = new ArrayList<>();
        try (Stream<Path> folders = Files.list(ROOT)) {
            for (Path folder : folders.sorted().toList()) {
                String name = folder.getFileName().toString();
                Path module = folder.resolve(name + ".wasm");
                if (!Files.exists(module)) {
                    continue;
                }
                Path descriptor = folder.resolve(name + ".tool.json");
                examples.add(
                        new Example(
                                name,
                                folder,
                                Files.exists(descriptor)
                                        ? read(descriptor)
                                        : JSON.readTree(section(module))));
            }
        }
        return examples;
    }

    /** The descriptor that ends a single-file tool: its section is the last. */
    private static String section(Path module) throws IOException {
        String bytes = Files.readString(module, StandardCharsets.ISO_8859_1);
        String name = "vexhost.tool";
        String content = bytes.substring(bytes.lastIndexOf(name) + name.length());
        return new String(content.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static JsonNode read(Path file) {
        return JSON.readTree(file.toFile());
    }

    JsonNode calls() {
        return read(folder.resolve("example.json"));
    }

    Path module() {
        return folder.resolve(name + ".wasm");
    }

    /** The tool, with what it requests granted on the folders beside it. */
    WasmToolSpec spec(Path module) throws IOException {
        List<Grant> grants = new ArrayList<>();
        for (JsonNode wanted : descriptor.path("capabilities").path("fileSystem")) {
            String guest = wanted.get("guest").asString();
            grants.add(
                    Grant.FileSystem.of(
                            guest, folder.resolve(guest.substring(1)), Grant.Access.READ));
        }
        return WasmToolSpec.builder()
                .definition(
                        ToolDefinition.of(
                                descriptor.get("name").asString(),
                                descriptor.get("version").asString(),
                                descriptor.get("description").asString(),
                                Json.parse(descriptor.get("parameters").toString())))
                .module(Files.readAllBytes(module))
                .abi(Abi.find(descriptor.path("abi").asString("vex")).orElseThrow())
                .limits(limits(descriptor.path("limits")))
                .capabilities(grants.isEmpty() ? Set.of() : Set.of(Capability.FILE_SYSTEM))
                .grants(() -> Grants.of(grants))
                .build();
    }

    private static SandboxLimits limits(JsonNode wanted) {
        SandboxLimits.Builder limits = SandboxLimits.builder();
        if (wanted.has("maxMemoryBytes")) {
            limits.maxMemoryBytes(wanted.get("maxMemoryBytes").asLong());
        }
        if (wanted.has("maxFuel")) {
            limits.maxFuel(wanted.get("maxFuel").asLong());
        }
        if (wanted.has("maxTableElements")) {
            limits.maxTableElements(wanted.get("maxTableElements").asInt());
        }
        if (wanted.has("timeout")) {
            limits.timeout(Duration.parse(wanted.get("timeout").asString()));
        }
        return limits.build();
    }
}
