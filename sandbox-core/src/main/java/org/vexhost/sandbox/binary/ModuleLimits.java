package org.vexhost.sandbox.binary;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vexhost.api.MessageText;

/**
 * The limits on a module before it runs. All limits are inclusive. A module that exceeds one is
 * rejected while its bytes are scanned, before anything is allocated for the excess.
 *
 * @param maxModuleBytes bytes of the whole file
 * @param maxTypes function types
 * @param maxParams parameters of one type, and results of one type
 * @param maxImports imports; linking compares all of them with each other
 * @param maxFunctions functions, imported ones included
 * @param maxGlobals globals
 * @param maxTables tables
 * @param maxElementSegments element segments
 * @param maxSegmentElements elements in all element segments together
 * @param maxDataSegments data segments
 * @param maxExports exports
 * @param maxCustomSections custom sections
 * @param maxNameBytes bytes of one name of an import, export or custom section
 * @param maxFunctionBytes bytes of one function body
 * @param maxLocals locals of one function, parameters included
 * @param maxTotalLocals locals of all functions together
 * @param maxNesting blocks within blocks, in one function
 * @param maxOperands operands on the stack at the same time, in one function
 * @param maxBranchTableEntries targets of one {@code br_table}
 * @param maxTotalBranchTableEntries targets of all {@code br_table}s together
 * @param maxCompileCost estimated cost of compiling the module, in units of about a microsecond of
 *     a cold compiler
 */
public record ModuleLimits(
        int maxModuleBytes,
        int maxTypes,
        int maxParams,
        int maxImports,
        int maxFunctions,
        int maxGlobals,
        int maxTables,
        int maxElementSegments,
        int maxSegmentElements,
        int maxDataSegments,
        int maxExports,
        int maxCustomSections,
        int maxNameBytes,
        int maxFunctionBytes,
        int maxLocals,
        int maxTotalLocals,
        int maxNesting,
        int maxOperands,
        int maxBranchTableEntries,
        int maxTotalBranchTableEntries,
        long maxCompileCost) {

    private static final int MODULE_BYTES = 256 << 20;

    /**
     * The limits for tools: language runtimes and large programs are accepted, decompression bombs
     * and the like are not.
     */
    public static final ModuleLimits DEFAULT =
            new ModuleLimits(
                    MODULE_BYTES, // maxModuleBytes; the host's own setting of this name is lower
                    10_000, // maxTypes
                    1_000, // maxParams, as in other engines
                    1_000, // maxImports
                    200_000, // maxFunctions
                    5_000, // maxGlobals
                    16, // maxTables
                    10_000, // maxElementSegments
                    200_000, // maxSegmentElements
                    100_000, // maxDataSegments, as in other engines: Go writes 40,000
                    10_000, // maxExports
                    1_000, // maxCustomSections
                    10_000, // maxNameBytes
                    4 << 20, // maxFunctionBytes
                    4_000, // maxLocals
                    1_000_000, // maxTotalLocals
                    10_000, // maxNesting
                    4_000, // maxOperands
                    10_000, // maxBranchTableEntries
                    800_000, // maxTotalBranchTableEntries
                    120_000_000L); // maxCompileCost

    /** The limits for modules that a user runs by hand and waits for. */
    public static final ModuleLimits GENEROUS =
            DEFAULT.with("maxGlobals", 20_000)
                    .with("maxElementSegments", 50_000)
                    .with("maxSegmentElements", 1_000_000)
                    .with("maxDataSegments", 400_000)
                    .with("maxExports", 50_000)
                    .with("maxLocals", 20_000)
                    .with("maxTotalLocals", 8_000_000)
                    .with("maxOperands", 20_000)
                    .with("maxBranchTableEntries", 50_000)
                    .with("maxTotalBranchTableEntries", 2_000_000)
                    .with("maxCompileCost", 1_200_000_000L);

    /** Checks that no limit is negative. */
    public ModuleLimits {
        long least = maxCompileCost;
        for (int limit :
                new int[] {
                    maxModuleBytes,
                    maxTypes,
                    maxParams,
                    maxImports,
                    maxFunctions,
                    maxGlobals,
                    maxTables,
                    maxElementSegments,
                    maxSegmentElements,
                    maxDataSegments,
                    maxExports,
                    maxCustomSections,
                    maxNameBytes,
                    maxFunctionBytes,
                    maxLocals,
                    maxTotalLocals,
                    maxNesting,
                    maxOperands,
                    maxBranchTableEntries,
                    maxTotalBranchTableEntries
                }) {
            least = Math.min(least, limit);
        }
        if (least < 0) {
            throw new IllegalArgumentException("a limit of a module is negative");
        }
    }

    /** Returns the limits by name, in the order of declaration. */
    public Map<String, Long> byName() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("maxModuleBytes", (long) maxModuleBytes);
        values.put("maxTypes", (long) maxTypes);
        values.put("maxParams", (long) maxParams);
        values.put("maxImports", (long) maxImports);
        values.put("maxFunctions", (long) maxFunctions);
        values.put("maxGlobals", (long) maxGlobals);
        values.put("maxTables", (long) maxTables);
        values.put("maxElementSegments", (long) maxElementSegments);
        values.put("maxSegmentElements", (long) maxSegmentElements);
        values.put("maxDataSegments", (long) maxDataSegments);
        values.put("maxExports", (long) maxExports);
        values.put("maxCustomSections", (long) maxCustomSections);
        values.put("maxNameBytes", (long) maxNameBytes);
        values.put("maxFunctionBytes", (long) maxFunctionBytes);
        values.put("maxLocals", (long) maxLocals);
        values.put("maxTotalLocals", (long) maxTotalLocals);
        values.put("maxNesting", (long) maxNesting);
        values.put("maxOperands", (long) maxOperands);
        values.put("maxBranchTableEntries", (long) maxBranchTableEntries);
        values.put("maxTotalBranchTableEntries", (long) maxTotalBranchTableEntries);
        values.put("maxCompileCost", maxCompileCost);
        return values;
    }

    /**
     * Returns the limits as text. The method that a record has by default takes long the first
     * time, and the text is needed whenever a module is loaded from the compile cache.
     */
    @Override
    public String toString() {
        return byName().toString();
    }

    /** Returns the largest value that a limit may be set to; other code relies on it. */
    public static long most(String name) {
        return switch (name) {
            case "maxModuleBytes" -> MODULE_BYTES;
            // Each may take two of the 255 parameter slots of a JVM method.
            case "maxParams" -> 1_000;
            // Each may take two of the 65,535 local variables of a JVM method.
            case "maxLocals", "maxOperands" -> 30_000;
            case "maxTables" -> 1_000;
            case "maxFunctionBytes", "maxTotalLocals" -> 64 << 20;
            case "maxCompileCost" -> 1_000_000_000_000L;
            default -> 10_000_000;
        };
    }

    /**
     * Returns the same limits with one value changed.
     *
     * @param name as in {@link #byName()}
     * @param value from 0 to {@link #most}
     * @throws IllegalArgumentException if there is no limit of that name, or the value is out of
     *     range; the message names the limit
     */
    public ModuleLimits with(String name, long value) {
        Map<String, Long> values = byName();
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(
                    "there is no module limit %s [there are %s]"
                            .formatted(
                                    MessageText.quote(name), String.join(", ", values.keySet())));
        }
        if (value < 0 || value > most(name)) {
            throw new IllegalArgumentException(
                    "module limit %s is not from 0 to %d [%d]".formatted(name, most(name), value));
        }
        values.put(name, value);
        Iterator<Long> in = values.values().iterator();
        return new ModuleLimits(
                next(in), next(in), next(in), next(in), next(in), next(in), next(in), next(in),
                next(in), next(in), next(in), next(in), next(in), next(in), next(in), next(in),
                next(in), next(in), next(in), next(in), in.next());
    }

    private static int next(Iterator<Long> values) {
        return Math.toIntExact(values.next());
    }
}
