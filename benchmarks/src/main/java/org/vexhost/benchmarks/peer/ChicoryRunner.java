package org.vexhost.benchmarks.peer;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs cases on plain Chicory: its compiler, its faster memory, its WASI. */
final class ChicoryRunner implements Runner {

    /** A module, parsed and compiled once. */
    private record Loaded(WasmModule module, Function<Instance, Machine> machines) {

        static Loaded from(Path file) throws IOException {
            WasmModule module = Parser.parse(Files.readAllBytes(file));
            return new Loaded(module, MachineFactoryCompiler.compile(module));
        }

        Instance instantiate(ImportValues imports) {
            return Instance.builder(module)
                    .withImportValues(imports)
                    .withMachineFactory(machines)
                    .withMemoryFactory(ByteArrayMemory::new)
                    .withStart(false)
                    .build();
        }

        boolean exports(String name) {
            var exports = module.exportSection();
            for (int i = 0; i < exports.exportCount(); i++) {
                var export = exports.getExport(i);
                if (export.exportType() == ExternalType.FUNCTION && export.name().equals(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public Ready kernel(Case.Kernel kernel) throws IOException {
        Instance instance = Loaded.from(kernel.module()).instantiate(ImportValues.empty());
        var export = instance.export(kernel.export());
        long[] arguments = kernel.arguments().stream().mapToLong(Long::longValue).toArray();
        return new Ready() {
            private long result;

            @Override
            public Long call() throws Exception {
                return Clock.onThisThread(() -> result = export.apply(arguments)[0]);
            }

            @Override
            public Answer answer() {
                return new Answer(Long.toString(result), -1);
            }
        };
    }

    @Override
    public Ready tool(Case.ToolCase tool) throws IOException {
        Loaded loaded = Loaded.from(tool.module());
        byte[] input = Files.readAllBytes(tool.input());
        boolean reactor = loaded.exports("_initialize");
        return new Ready() {
            private byte @Nullable [] output;

            @Override
            public Long call() throws Exception {
                return Clock.onAllThreads(() -> output = callOnce(loaded, reactor, input));
            }

            @Override
            public Answer answer() {
                byte[] last = output;
                String text = last == null ? "" : new String(last, StandardCharsets.UTF_8);
                return new Answer(text, -1);
            }
        };
    }

    private static byte[] callOnce(Loaded loaded, boolean reactor, byte[] input) {
        try (var wasi = WasiPreview1.builder().withOptions(WasiOptions.builder().build()).build()) {
            var imports = ImportValues.builder().addFunction(wasi.toHostFunctions()).build();
            Instance instance = loaded.instantiate(imports);
            if (reactor) {
                instance.export("_initialize").apply();
            }
            int pointer = (int) instance.export("vex_allocate").apply(input.length)[0];
            instance.memory().write(pointer, input);
            long packed = instance.export("vex_execute").apply(pointer, input.length)[0];
            return instance.memory().readBytes((int) (packed >>> 32), (int) packed);
        }
    }
}
