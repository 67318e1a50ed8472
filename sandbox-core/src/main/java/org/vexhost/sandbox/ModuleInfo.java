package org.vexhost.sandbox;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vexhost.sandbox.binary.Digests;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.hint.FileKind;

/**
 * The facts about a module that can be read without compiling it. Reading takes one bounded pass
 * over the bytes. The names in it come from the guest: quote them before you display them.
 * Immutable.
 *
 * @since 1.0
 */
public final class ModuleInfo {

    private final byte[] module;
    private final ModuleFacts facts;
    private final String sha256;

    private ModuleInfo(byte[] module, ModuleFacts facts) {
        this.module = module;
        this.facts = facts;
        this.sha256 = sha256(module);
    }

    /**
     * A function that a module imports from its host.
     *
     * @param module the name of the module of host functions
     * @param name the name of the function
     * @param type its type, for example {@code (i32, i32) -> (i32)}
     */
    public record Import(String module, String name, String type) {}

    /**
     * An item that a module exports.
     *
     * @param name its name
     * @param kind {@code function}, {@code table}, {@code memory} or {@code global}
     * @param type the type of a function, otherwise empty
     */
    public record Export(String name, String kind, String type) {}

    /**
     * Reads a module. The array must not change while the result is in use.
     *
     * @throws InvalidModuleException if the bytes are not a valid module within the limits on
     *     sizes; the message gives the reason and the position
     */
    public static ModuleInfo read(byte[] module) throws InvalidModuleException {
        return new ModuleInfo(module, ModuleLayout.of(module, ModuleLimits.DEFAULT).facts());
    }

    /**
     * Examines the first bytes of a file that should be a module. Detects files that are clearly
     * something else: a component, a text, an archive.
     *
     * @param file the whole file or its beginning
     * @return what the file is instead, as the rest of a sentence whose subject is the file,
     *     followed by a semicolon and advice; empty if the file may be a module
     */
    public static Optional<String> foreignFormat(byte[] file) {
        return FileKind.of(file).map(kind -> kind.fact() + "; " + kind.hint());
    }

    /** Returns the SHA-256 of a file, 64 lower-case hexadecimal digits. */
    public static String sha256(byte[] file) {
        return HexFormat.of().formatHex(Digests.sha256().digest(file));
    }

    /** Returns the SHA-256 of the module, 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** Returns the imports of the module, in order. */
    public List<Import> imports() {
        return facts.imports().stream()
                .map(each -> new Import(each.module(), each.name(), each.signature().toString()))
                .toList();
    }

    /** Returns the exports of the module, in order. */
    public List<Export> exports() {
        return facts.exports().stream()
                .map(
                        each ->
                                new Export(
                                        each.name(),
                                        switch (each.kind()) {
                                            case FUNCTION -> "function";
                                            case TABLE -> "table";
                                            case MEMORY -> "memory";
                                            case GLOBAL -> "global";
                                            case TAG -> "tag";
                                        },
                                        each.signature().map(Object::toString).orElse("")))
                .toList();
    }

    /** Returns the initial size of the memory, in bytes; 0 without a memory. */
    public long minMemoryBytes() {
        return facts.memory().map(memory -> (long) memory.minPages() << 16).orElse(0L);
    }

    /** Returns the initial size of all tables together, in elements. */
    public long minTableElements() {
        return facts.minTableElements();
    }

    /** Returns a copy of the contents of the first custom section with a name. */
    public Optional<byte[]> customSection(String name) {
        return facts.customSections().stream()
                .filter(section -> section.name().equals(name))
                .findFirst()
                .map(
                        section ->
                                Arrays.copyOfRange(
                                        module,
                                        section.offset(),
                                        section.offset() + section.length()));
    }

    /** Returns how many custom sections have a name. */
    public long countCustomSections(String name) {
        return facts.customSections().stream()
                .filter(section -> section.name().equals(name))
                .count();
    }
}
