package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.CommandResult;
import org.vexhost.sandbox.WasmCommand;
import org.vexhost.sandbox.WasmEngine;

/** A C program calls every function, in a real sandbox. */
class EveryFunctionTest {

    private static final Path PROGRAMS = Path.of("src/test/guests");

    @TempDir Path base;

    @ParameterizedTest
    @ValueSource(strings = {"every-function", "every-error"})
    void everyFunctionAnswersAsSpecified(String program) throws Exception {
        Path data = Files.createDirectory(base.resolve("data"));
        Path read = Files.createDirectory(base.resolve("read"));
        Files.writeString(read.resolve("file"), "read only");
        Grants grants =
                Grants.of(
                        Grant.FileSystem.of("/data", data, Grant.Access.READ_WRITE),
                        Grant.FileSystem.of("/read", read, Grant.Access.READ),
                        new Grant.Environment("LANG"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WasmCommand command =
                WasmCommand.builder()
                        .module(Files.readAllBytes(PROGRAMS.resolve(program + ".wasm")))
                        .arguments(List.of(program, "zwölf"))
                        .environment(Map.of("LANG", "de", "SECRET", "x"))
                        .grants(() -> grants)
                        .stdin(new ByteArrayInputStream("input".getBytes(StandardCharsets.UTF_8)))
                        .stdout(out)
                        .stderr(out)
                        .timeout(Duration.ofMinutes(1))
                        .build();
        try (WasmEngine engine = WasmEngine.builder().hostModule(new WasiModule()).build()) {
            CommandResult result = engine.exec(command);

            assertEquals("0 failures\n", out.toString(StandardCharsets.UTF_8));
            assertEquals(Optional.empty(), result.error());
            assertEquals(OptionalLong.of(0), result.exitCode());
        }
    }
}
