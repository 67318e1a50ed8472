package org.vexhost.sandbox.binary;

import java.util.List;
import java.util.Optional;

/**
 * What a host wants to know of a valid module before it runs it.
 *
 * @param imports what the module wants from the host, in order; functions only
 * @param exports what the module offers, in order
 * @param memory the module's own memory, if it has one
 * @param tables the module's own tables, in order
 * @param customSections the module's custom sections, in order
 * @param hasStart whether a start function runs at instantiation
 * @param functionCount functions that the module defines
 * @param codeBytes bytes of all function bodies
 * @param compileCost estimate of what compiling costs, in the unit of {@link
 *     ModuleLimits#maxCompileCost()}
 */
public record ModuleFacts(
        List<Import> imports,
        List<Export> exports,
        Optional<Memory> memory,
        List<Table> tables,
        List<CustomSection> customSections,
        boolean hasStart,
        int functionCount,
        int codeBytes,
        long compileCost) {

    /** Copies the lists. */
    public ModuleFacts {
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
        tables = List.copyOf(tables);
        customSections = List.copyOf(customSections);
    }

    /** What an export is. */
    public enum ExportKind {
        /** A function. */
        FUNCTION,
        /** A table. */
        TABLE,
        /** A memory. */
        MEMORY,
        /** A global. */
        GLOBAL,
        /** A tag of exceptions. */
        TAG
    }

    /**
     * A function that the host has to supply.
     *
     * @param module name of the module it comes from; guest text
     * @param name its name there; guest text
     * @param signature its type
     */
    public record Import(String module, String name, FunctionSignature signature) {}

    /**
     * Something the module offers.
     *
     * @param name its name; guest text
     * @param kind what it is
     * @param index its index among its kind
     * @param signature its type, when it is a function
     */
    public record Export(
            String name, ExportKind kind, int index, Optional<FunctionSignature> signature) {}

    /**
     * A memory.
     *
     * @param minPages pages of 64 KiB at the start, 0 to 65,536
     * @param maxPages most pages it declares, if it does
     */
    public record Memory(int minPages, Optional<Integer> maxPages) {}

    /**
     * A table.
     *
     * @param minElements elements at the start
     * @param maxElements most elements it declares, if it does
     */
    public record Table(long minElements, Optional<Long> maxElements) {}

    /**
     * A custom section.
     *
     * @param name its name; guest text
     * @param offset where its contents start in the file, in bytes
     * @param length bytes of its contents
     */
    public record CustomSection(String name, int offset, int length) {}

    /** Returns the exported function of that name. */
    public Optional<Export> exportedFunction(String name) {
        return exports.stream()
                .filter(e -> e.kind() == ExportKind.FUNCTION && e.name().equals(name))
                .findFirst();
    }

    /** Returns the sum of what the tables hold at the start, in elements. */
    public long minTableElements() {
        return tables.stream().mapToLong(Table::minElements).sum();
    }
}
