package org.vexhost.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.ToolDescriptor;

/**
 * The modules that are measured. They are found from the folder in which the benchmarks were
 * started.
 */
public final class Guests {

    private static final Path ROOT = root();
    private static final Path KERNELS = ROOT.resolve("sandbox-core/src/test/guests/kernels");

    private Guests() {}

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("benchmarks/peers"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above '" + here + "' holds the benchmarks");
    }

    /** Reads a kernel of sandbox-core's tests. */
    public static byte[] kernel(String name) throws IOException {
        return Files.readAllBytes(KERNELS.resolve(name + ".wasm"));
    }

    /** Reads a program of wasi-host's tests. */
    public static byte[] wasi(String name) throws IOException {
        return Files.readAllBytes(ROOT.resolve("wasi-host/src/test/guests/" + name + ".wasm"));
    }

    /** Returns the argument of a kernel for benchmarks, from {@code kernels.json}. */
    public static long kernelArgument(String name) throws IOException {
        var entry =
                Pattern.compile(
                        "\"kernel\": \"" + name + "\", \"n\": (\\d+),.*\"use\": \"benchmark\"");
        var found = entry.matcher(Files.readString(KERNELS.resolve("kernels.json")));
        if (!found.find()) {
            throw new IllegalArgumentException("kernels.json has no benchmark of '" + name + "'");
        }
        return Long.parseLong(found.group(1));
    }

    /**
     * Reads a tool by name: an example, by its folder; {@code quickjs} or {@code wasi-tool}, which
     * {@code peers/install.py} builds; or {@code echo-N}, the example {@code echo} with N pages, 1
     * to 127.
     */
    public static byte[] tool(String name) throws IOException {
        Path built = ROOT.resolve("benchmarks/target/peers/" + name + ".wasm");
        if (Files.exists(built)) {
            return Files.readAllBytes(built);
        }
        byte[] wasm =
                Files.readAllBytes(
                        ROOT.resolve("examples/" + family(name) + "/" + file(name) + ".wasm"));
        return name.startsWith("echo-")
                ? withPages(wasm, Integer.parseInt(name.substring("echo-".length())))
                : wasm;
    }

    private static String family(String name) {
        return name.startsWith("echo-") ? "echo" : name;
    }

    private static String file(String name) {
        return family(name).substring(name.lastIndexOf('/') + 1);
    }

    /** Reads the descriptor of a tool. */
    public static ToolDescriptor descriptor(String name) throws IOException, DescriptorException {
        String file = file(name) + ".tool.json";
        Path own = ROOT.resolve("benchmarks/peers/tools/" + file);
        Path found =
                Files.exists(own) ? own : ROOT.resolve("examples/" + family(name) + "/" + file);
        return ToolDescriptor.parse(file, ToolDescriptor.Place.FILE, Files.readAllBytes(found));
    }

    /** Reads the arguments for a tool. */
    public static byte[] arguments(String name) throws IOException {
        return Files.readAllBytes(
                ROOT.resolve("benchmarks/peers/inputs/" + family(name) + ".json"));
    }

    private static byte[] withPages(byte[] wasm, int pages) {
        int at = 8;
        while (at < wasm.length) {
            int length = wasm[at + 1];
            if (length < 0) {
                throw new IllegalStateException("a section of 'echo' is longer than 127 bytes");
            }
            if (wasm[at] == 5) {
                if (wasm[at + 4] != 1) {
                    throw new IllegalStateException("'echo' does not declare one page");
                }
                wasm[at + 4] = (byte) pages;
                return wasm;
            }
            at += 2 + length;
        }
        throw new IllegalStateException("'echo' declares no memory");
    }
}
