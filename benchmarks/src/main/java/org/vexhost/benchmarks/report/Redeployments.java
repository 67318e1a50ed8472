package org.vexhost.benchmarks.report;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;

/**
 * Replaces a tool repeatedly by another version and calls each version once. Prints the bytes of
 * heap and of metaspace in use after 100 replacements and at the end.
 */
public final class Redeployments {

    private static final int FIRST = 100;
    private static final String TOOL = "text-stats";

    private Redeployments() {}

    /**
     * Replaces the tool.
     *
     * @param words the number of replacements
     */
    public static void main(String[] words) throws Exception {
        int times = Integer.parseInt(words[0]);
        byte[] module = Guests.tool(TOOL);
        ToolCall call = ToolCall.of(Json.parse(Guests.arguments(TOOL)), Caller.host("benchmark"));
        try (WasmEngine engine = Tools.engine()) {
            for (int version = 1; version <= times; version++) {
                try (WasmTool tool = Tools.tool(engine, TOOL, versioned(module, version))) {
                    tool.run(call);
                }
                if (version == FIRST || version == times) {
                    System.out.println(heapBytes() + " " + metaspaceBytes());
                }
            }
        }
    }

    /**
     * Returns the module with a custom section that changes its bytes, so that new classes are
     * generated.
     */
    private static byte[] versioned(byte[] module, int version) {
        byte[] name = "version".getBytes(StandardCharsets.US_ASCII);
        byte[] number = Integer.toString(version).getBytes(StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream(module.length + 16);
        out.writeBytes(module);
        out.write(0);
        out.write(1 + name.length + number.length);
        out.write(name.length);
        out.writeBytes(name);
        out.writeBytes(number);
        return out.toByteArray();
    }

    private static long heapBytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long metaspaceBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
