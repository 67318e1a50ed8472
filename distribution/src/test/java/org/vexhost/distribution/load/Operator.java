package org.vexhost.distribution.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.vexhost.distribution.guest.GeneratedTool;

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

    private final Map<String, Condition> condition = new ConcurrentHashMap<>();

    private int updates;
    private int broken;
    private int removals;

    /** What the files of a tool are now. */
    enum Condition {
        GOOD,
        BROKEN,
        REMOVED
    }

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

    Condition condition(String name) {
        return condition.getOrDefault(name, Condition.REMOVED);
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
                condition.put(name, Condition.BROKEN);
                byte[] descriptor = "{ broken".getBytes(StandardCharsets.UTF_8);
                GeneratedTool.move(tools, name + ".tool.json", descriptor);
            }
            case 1 -> {
                broken++;
                condition.put(name, Condition.BROKEN);
                byte[] module = new GeneratedTool(name, 0, CODE_BYTES).withoutExecute();
                GeneratedTool.move(tools, name + ".wasm", module);
            }
            case 2 -> {
                removals++;
                removed.merge(name, 1, Integer::sum);
                condition.put(name, Condition.REMOVED);
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
        tool.moveTo(tools);
        condition.put(name, Condition.GOOD);
    }

    @Override
    public String toString() {
        return "%d updates, %d broken, %d removals".formatted(updates, broken, removals);
    }
}
