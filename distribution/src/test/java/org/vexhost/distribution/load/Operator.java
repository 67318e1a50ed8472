package org.vexhost.distribution.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Updates, breaks, removes and brings back tools all day, a careful operator: each file whole, by
 * renaming, the module first. Every generation of a tool is remembered, so that each answer can be
 * checked.
 */
final class Operator {

    private static final int CODE_BYTES = 1_500;

    private final Path tools;
    private final Random random;
    private final Map<String, Map<Integer, GeneratedTool>> made = new ConcurrentHashMap<>();
    private final Map<String, Integer> latest = new ConcurrentHashMap<>();

    /** The last version before a tool was removed, of tools that callers may find absent. */
    private final Map<String, Integer> absent = new ConcurrentHashMap<>();

    private final Map<String, Integer> removed = new ConcurrentHashMap<>();

    private int updates;
    private int broken;
    private int removals;

    Operator(Path tools, long seed) {
        this.tools = tools;
        this.random = new Random(seed);
    }

    static String name(int i) {
        return "tool-" + i;
    }

    /** The generation that a version is, if there is one. */
    GeneratedTool generation(String name, int version) {
        GeneratedTool tool = made.getOrDefault(name, Map.of()).get(version);
        if (tool == null) {
            throw new IllegalArgumentException(name + " has no version " + version);
        }
        return tool;
    }

    int latest(String name) {
        return latest.getOrDefault(name, 0);
    }

    /** Whether a caller may be told that the tool is not there. */
    boolean mayBeAbsent(String name) {
        return absent.containsKey(name);
    }

    /** How often it was removed. */
    int removals(String name) {
        return removed.getOrDefault(name, 0);
    }

    /** A version was announced ACTIVE: one that was made after the removal is the tool's return. */
    void announced(String name, int version) {
        absent.computeIfPresent(name, (each, last) -> version > last ? null : last);
    }

    /** One deployment: mostly an update, some broken ones, some removals. */
    void act(String name) throws IOException {
        switch (random.nextInt(10)) {
            case 0 -> {
                broken++;
                write(name + ".tool.json", "{ broken".getBytes(StandardCharsets.UTF_8));
            }
            case 1 -> {
                broken++;
                write(name + ".wasm", new GeneratedTool(name, 0, CODE_BYTES).withoutExecute());
            }
            case 2 -> {
                removals++;
                removed.merge(name, 1, Integer::sum);
                absent.put(name, latest(name));
                Files.deleteIfExists(tools.resolve(name + ".tool.json"));
                Files.deleteIfExists(tools.resolve(name + ".wasm"));
            }
            default -> update(name);
        }
    }

    /** The next version. */
    void update(String name) throws IOException {
        updates++;
        int version = latest(name) + 1;
        GeneratedTool tool = new GeneratedTool(name, version, CODE_BYTES);
        made.computeIfAbsent(name, each -> new ConcurrentHashMap<>()).put(version, tool);
        latest.put(name, version);
        write(name + ".wasm", tool.module());
        write(name + ".tool.json", tool.descriptor().getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] content) throws IOException {
        Path hidden = tools.resolve("." + name);
        Files.write(hidden, content);
        Files.move(
                hidden,
                tools.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return "%d updates, %d broken, %d removals".formatted(updates, broken, removals);
    }
}
