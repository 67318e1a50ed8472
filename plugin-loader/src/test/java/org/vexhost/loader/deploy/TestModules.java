package org.vexhost.loader.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Descriptors and modules for tests: the modules are well-formed and hold nothing but text. */
public final class TestModules {

    private TestModules() {}

    /** A descriptor without more than it needs. */
    public static String descriptor(String name, String version) {
        return descriptor(name, version, "");
    }

    /** A descriptor with more members, each followed by a comma. */
    public static String descriptor(String name, String version, String more) {
        return """
        {"name": "%s", "version": "%s", "description": "a test", %s
         "parameters": {"type": "object"}}
        """
                .formatted(name, version, more);
    }

    /** A module that holds a text. */
    public static byte[] module(String text) {
        return withSection("note", text);
    }

    /** A module with a custom section. */
    public static byte[] withSection(String section, String content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        byte[] name = section.getBytes(StandardCharsets.UTF_8);
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        out.write(0);
        writeLength(out, 1 + name.length + body.length);
        out.write(name.length);
        out.writeBytes(name);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** A jar with these entries. */
    public static byte[] jar(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The entries of a jar that is a tool. */
    public static Map<String, byte[]> jarEntries(String name, String version) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\r\nBundle-SymbolicName: a.tool\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        entries.put("tool.json", descriptor(name, version).getBytes(StandardCharsets.UTF_8));
        entries.put(name + ".wasm", module(name + version));
        return entries;
    }

    /** Writes a pair of files: the module, then the descriptor. */
    public static void writePair(Path tools, String name, String version, String more) {
        write(tools.resolve(name + ".wasm"), module(name + version));
        write(
                tools.resolve(name + ".tool.json"),
                descriptor(name, version, more).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file. */
    public static void write(Path file, byte[] content) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
