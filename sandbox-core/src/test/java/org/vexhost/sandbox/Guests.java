package org.vexhost.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;

/** Finds guests for tests, and makes tools of them. */
final class Guests {

    static final Path ROOT = Path.of("src/test/guests");

    private Guests() {}

    /** A hostile guest by name. */
    static byte[] hostile(String name) {
        return read(ROOT.resolve("hostile").resolve(name + ".wasm"));
    }

    /** A guest of these tests by name. */
    static byte[] core(String name) {
        return read(ROOT.resolve("core").resolve(name + ".wasm"));
    }

    /** An example tool by name. */
    static byte[] example(String name) {
        return read(Path.of("../examples").resolve(name).resolve(name + ".wasm"));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WasmToolSpec.Builder spec(String name, byte[] module) {
        return WasmToolSpec.builder()
                .definition(
                        ToolDefinition.of(
                                name, "1.0.0", "For tests.", Json.parse("{\"type\":\"object\"}")))
                .module(module);
    }

    static SandboxLimits limits(UnaryOperator<SandboxLimits.Builder> change) {
        return change.apply(SandboxLimits.builder()).build();
    }

    static ToolCall call(String json) {
        return ToolCall.of(Json.parse(json), Caller.host("test"));
    }
}
