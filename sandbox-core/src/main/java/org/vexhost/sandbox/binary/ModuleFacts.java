package org.vexhost.sandbox.binary;

import java.util.List;
import java.util.Optional;

/**
 * The facts about a valid module that a host needs before it runs the module.
 *
 * @param imports the imports, in order; functions only
 * @param exports the exports, in order
 * @param memory the module's own memory, if it has one
 * @param tables the module's own tables, in order
 * @param customSections the module's custom sections, in order
 * @param hasStart whether a start function runs at instantiation
 * @param functionCount the number of functions that the module defines
 * @param codeBytes the size of all function bodies, in bytes
 * @param compileCost the estimated cost of compiling, in the unit of {@link
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

    /** The kind of an export. */
    public enum ExportKind {
        /** A function. */
        FUNCTION,
        /** A table. */
        TABLE,
        /** A memory. */
        MEMORY,
        /** A global. */
        GLOBAL,
        /** An exception tag. */
        TAG
    }

    /**
     * An imported function.
     *
     * @param module the name of the module it is imported from; guest text
     * @param name its name there; guest text
     * @param signature its type
     */
    public record Import(String module, String name, FunctionSignature signature) {}

    /**
     * An export.
     *
     * @param name its name; guest text
     * @param kind its kind
     * @param index its index within its kind
     * @param signature its type, for a function
     */
    public record Export(
            String name, ExportKind kind, int index, Optional<FunctionSignature> signature) {}

    /**
     * A memory.
     *
     * @param minPages the initial size in pages of 64 KiB, 0 to 65,536
     * @param maxPages the declared maximum in pages, if there is one
     */
    public record Memory(int minPages, Optional<Integer> maxPages) {}

    /**
     * A table.
     *
     * @param minElements the initial number of elements
     * @param maxElements the declared maximum number of elements, if there is one
     */
    public record Table(long minElements, Optional<Long> maxElements) {}

    /**
     * A custom section.
     *
     * @param name its name; guest text
     * @param offset the offset of its contents in the file, in bytes
     * @param length the size of its contents, in bytes
     */
    public record CustomSection(String name, int offset, int length) {}

    /** Returns the exported function of that name. */
    public Optional<Export> exportedFunction(String name) {
        return exports.stream()
                .filter(e -> e.kind() == ExportKind.FUNCTION && e.name().equals(name))
                .findFirst();
    }

    /** Returns the initial size of all tables together, in elements. */
    public long minTableElements() {
        return tables.stream().mapToLong(Table::minElements).sum();
    }
}
