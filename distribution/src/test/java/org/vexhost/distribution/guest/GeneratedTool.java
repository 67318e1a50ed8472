package org.vexhost.distribution.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * One version of a tool whose code no other has, and whose every answer can be checked: name,
 * version, the arguments as they came, and a number that its own code computes from their length.
 */
public final class GeneratedTool {

    private static final int INPUT = 4_096;
    private static final int SUFFIX = 1_024;
    private static final int STEPS_PER_FUNCTION = 60;
    private static final String CHECK = ",\"check\":\"";

    private final String name;
    private final int version;
    private final byte[] module;
    private final byte[] broken;
    private final List<Mixer> mixers = new ArrayList<>();

    /**
     * Generates it.
     *
     * @param codeBytes how large the module is at least
     */
    public GeneratedTool(String name, int version, int codeBytes) {
        this.name = name;
        this.version = version;
        Random random = new Random(name.hashCode() * 31L + version);
        int bytes = 0;
        List<WasmWriter> bodies = new ArrayList<>();
        while (bytes < codeBytes) {
            Mixer mixer = new Mixer(random, STEPS_PER_FUNCTION);
            WasmWriter body = mixer.body();
            mixers.add(mixer);
            bodies.add(body);
            bytes += body.size();
        }
        this.module = module(bodies, "vex_execute");
        this.broken = module(bodies, "vex_missing");
    }

    /** The tool's name. */
    public String name() {
        return name;
    }

    /** The version, a number. */
    public int version() {
        return version;
    }

    /** The module. */
    public byte[] module() {
        return module.clone();
    }

    /** The module without the export that makes it a tool. */
    public byte[] withoutExecute() {
        return broken.clone();
    }

    /** A descriptor for {@code NAME.wasm}. */
    public String descriptor() {
        return descriptor("");
    }

    /**
     * A descriptor with more members.
     *
     * @param more each after a comma
     */
    public String descriptor(String more) {
        return """
                {"name": "%s", "version": "%d", "description": "Generated.", "module": "%s.wasm",
                 "parameters": {"type": "object", "properties": {"n": {"type": "integer"}}},
                 "limits": {"maxMemoryBytes": 262144, "maxInputBytes": 16384, "maxOutputBytes": 32768}%s}
                """
                .formatted(name, version, name, more);
    }

    /** Writes both files as {@code cp} does, the module first. */
    public void copyTo(Path folder) throws IOException {
        Files.write(folder.resolve(name + ".wasm"), module);
        Files.writeString(folder.resolve(name + ".tool.json"), descriptor());
    }

    /** Moves both files into place, the module first: each is there whole. */
    public void moveTo(Path folder) throws IOException {
        move(folder, name + ".wasm", module);
        move(folder, name + ".tool.json", descriptor().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file beside and renames it. */
    public static void move(Path folder, String name, byte[] content) throws IOException {
        Path hidden = folder.resolve("." + name);
        Files.write(hidden, content);
        Files.move(
                hidden,
                folder.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private String prefix() {
        return "{\"tool\":\"%s\",\"version\":%d,\"input\":".formatted(name, version);
    }

    /** The only right answer. */
    public String answer(String arguments) {
        int check = arguments.getBytes(StandardCharsets.UTF_8).length;
        int[] scratch = Mixer.newScratch();
        for (Mixer mixer : mixers) {
            check = mixer.apply(check, scratch);
        }
        String hex = HexFormat.of().toHexDigits(check);
        return prefix() + arguments + CHECK + hex + "\"}";
    }

    private byte[] module(List<WasmWriter> bodies, String execute) {
        WasmWriter out = new WasmWriter().raw(0, 'a', 's', 'm', 1, 0, 0, 0);
        out.section(
                1,
                new WasmWriter()
                        .unsigned(2)
                        .raw(0x60, 1, WasmWriter.I32, 1, WasmWriter.I32)
                        .raw(0x60, 2, WasmWriter.I32, WasmWriter.I32, 1, WasmWriter.I64));
        WasmWriter functions = new WasmWriter().unsigned(bodies.size() + 2).raw(0, 1);
        bodies.forEach(body -> functions.raw(0));
        out.section(3, functions);
        out.section(5, new WasmWriter().raw(1, 0, 2));
        out.section(
                7,
                new WasmWriter()
                        .unsigned(3)
                        .name("memory")
                        .raw(2, 0)
                        .name("vex_allocate")
                        .raw(0, 0)
                        .name(execute)
                        .raw(0, 1));
        WasmWriter code = new WasmWriter().unsigned(bodies.size() + 2);
        code.sized(new WasmWriter().raw(0).constant(INPUT).raw(WasmWriter.END));
        code.sized(execute(bodies.size()));
        bodies.forEach(code::sized);
        out.section(10, code);
        out.section(11, data());
        return out.bytes();
    }

    private WasmWriter data() {
        byte[] prefix = prefix().getBytes(StandardCharsets.UTF_8);
        String suffix = CHECK + "00000000\"}";
        return new WasmWriter()
                .unsigned(2)
                .raw(0)
                .constant(INPUT - prefix.length)
                .raw(WasmWriter.END)
                .unsigned(prefix.length)
                .raw(prefix)
                .raw(0)
                .constant(SUFFIX)
                .raw(WasmWriter.END)
                .name(suffix);
    }

    /** Computes the check through all functions, writes its digits, and puts the parts together. */
    private WasmWriter execute(int functions) {
        int prefix = prefix().getBytes(StandardCharsets.UTF_8).length;
        int suffix = CHECK.length() + "00000000\"}".length();
        int check = 2;
        int digit = 3;
        WasmWriter out = new WasmWriter().unsigned(1).unsigned(2).raw(WasmWriter.I32);
        out.get(1);
        for (int i = 0; i < functions; i++) {
            out.raw(WasmWriter.CALL).unsigned(i + 2);
        }
        out.set(check);
        out.raw(WasmWriter.LOOP, WasmWriter.EMPTY);
        // digits[i] = nibble + '0', and 39 more from 'a' on
        out.get(digit).constant(SUFFIX + CHECK.length()).raw(WasmWriter.I32_ADD);
        out.get(check).constant(4).raw(WasmWriter.I32_ROTL, WasmWriter.LOCAL_TEE, check);
        out.constant(15).raw(WasmWriter.I32_AND).constant('0').raw(WasmWriter.I32_ADD);
        out.constant(9).get(check).constant(15).raw(WasmWriter.I32_AND);
        out.raw(WasmWriter.I32_LT_U).constant(39).raw(WasmWriter.I32_MUL, WasmWriter.I32_ADD);
        out.raw(WasmWriter.I32_STORE8, 0, 0);
        out.get(digit).constant(1).raw(WasmWriter.I32_ADD, WasmWriter.LOCAL_TEE, digit);
        out.constant(8).raw(WasmWriter.I32_LT_U, WasmWriter.BR_IF, 0).raw(WasmWriter.END);
        out.get(0).get(1).raw(WasmWriter.I32_ADD).constant(SUFFIX).constant(suffix);
        out.raw(0xfc, 10, 0, 0);
        out.raw(WasmWriter.I64_CONST).signed((long) (INPUT - prefix) << 32);
        out.get(1).constant(prefix + suffix).raw(WasmWriter.I32_ADD, WasmWriter.I64_EXTEND_I32_U);
        out.raw(WasmWriter.I64_OR, WasmWriter.END);
        return out;
    }
}
