package org.vexhost.sandbox.binary;

/**
 * What a module may cost before it runs. All limits are inclusive; a module over one is refused
 * while its bytes are scanned, before anything is allocated for it.
 *
 * @param maxModuleBytes bytes of the whole file
 * @param maxTypes function types
 * @param maxParams parameters of one type, and results of one type
 * @param maxImports imports; linking compares all of them
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
 * @param maxOperands operands on the stack at once, in one function
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

    /** The limits a host starts with: large language runtimes fit, bombs do not. */
    public static final ModuleLimits DEFAULT =
            new ModuleLimits(
                    16 << 20, // maxModuleBytes
                    10_000, // maxTypes
                    120, // maxParams
                    1_000, // maxImports
                    50_000, // maxFunctions
                    5_000, // maxGlobals
                    16, // maxTables
                    10_000, // maxElementSegments
                    200_000, // maxSegmentElements
                    100_000, // maxDataSegments, as in other engines: Go writes 40,000
                    10_000, // maxExports
                    1_000, // maxCustomSections
                    1_024, // maxNameBytes
                    1 << 20, // maxFunctionBytes
                    4_000, // maxLocals
                    1_000_000, // maxTotalLocals
                    2_000, // maxNesting
                    4_000, // maxOperands
                    10_000, // maxBranchTableEntries
                    200_000, // maxTotalBranchTableEntries
                    120_000_000L); // maxCompileCost

    /** For modules that an operator runs by hand: whole language runtimes fit. */
    public static final ModuleLimits GENEROUS =
            new ModuleLimits(
                    64 << 20, // maxModuleBytes
                    DEFAULT.maxTypes,
                    DEFAULT.maxParams,
                    DEFAULT.maxImports,
                    200_000, // maxFunctions
                    20_000, // maxGlobals
                    DEFAULT.maxTables,
                    50_000, // maxElementSegments
                    1_000_000, // maxSegmentElements
                    400_000, // maxDataSegments
                    50_000, // maxExports
                    DEFAULT.maxCustomSections,
                    DEFAULT.maxNameBytes,
                    4 << 20, // maxFunctionBytes
                    20_000, // maxLocals
                    8_000_000, // maxTotalLocals
                    10_000, // maxNesting
                    20_000, // maxOperands
                    50_000, // maxBranchTableEntries
                    2_000_000, // maxTotalBranchTableEntries
                    1_200_000_000L); // maxCompileCost

    /** Checks that no limit is negative. */
    public ModuleLimits {
        int least = maxModuleBytes;
        for (int limit :
                new int[] {
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
        if (least < 0 || maxCompileCost < 0) {
            throw new IllegalArgumentException("a limit of a module is negative");
        }
    }
}
