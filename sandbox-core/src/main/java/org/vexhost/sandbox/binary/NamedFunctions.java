package org.vexhost.sandbox.binary;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.vexhost.sandbox.binary.ModuleFacts.ExportKind;

/**
 * The names of a module's functions and tags, for messages that people read. The names come from
 * the name section, the imports and the exports. The name section is stored compressed, and read on
 * demand. Names are guest text. Immutable and thread-safe.
 */
public final class NamedFunctions {

    /** The largest name section that is kept, in bytes: 8 MiB. */
    static final int MAX_SECTION_BYTES = 8 << 20;

    private static final String SECTION = "name";

    private final ModuleFacts facts;
    private final byte[] compressed;
    private final int[] codeOffsets;

    private NamedFunctions(ModuleFacts facts, byte[] compressed, int[] codeOffsets) {
        this.facts = facts;
        this.compressed = compressed;
        this.codeOffsets = codeOffsets;
    }

    /** Keeps only the parts of a module that are needed to name its functions. */
    public static NamedFunctions of(ModuleLayout layout) {
        int[] offsets = new int[layout.bodyCount()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = layout.bodyOffset(i);
        }
        ModuleFacts facts = layout.facts();
        byte[] section =
                facts.customSections().stream()
                        .filter(each -> each.name().equals(SECTION))
                        .filter(each -> each.length() <= MAX_SECTION_BYTES)
                        .findFirst()
                        .map(each -> compress(layout.bytes(), each.offset(), each.length()))
                        .orElseGet(() -> new byte[0]);
        return new NamedFunctions(facts, section, offsets);
    }

    /** Returns the offset of a function's body in the file; empty for an imported function. */
    public OptionalInt codeOffset(int function) {
        int body = function - facts.imports().size();
        return body < 0 || body >= codeOffsets.length
                ? OptionalInt.empty()
                : OptionalInt.of(codeOffsets[body]);
    }

    /**
     * Finds the names of functions. {@link FunctionNames} describes how an invalid name section is
     * read.
     *
     * @param functions the indexes of the functions; imported functions have the lowest indexes
     * @return the names of the functions that have one; guest text
     */
    public Map<Integer, String> of(Collection<Integer> functions) {
        Map<Integer, String> names =
                compressed.length == 0
                        ? new HashMap<>()
                        : FunctionNames.in(decompress(), functions::contains);
        for (int function : functions) {
            if (!names.containsKey(function)) {
                byPlace(function).ifPresent(name -> names.put(function, name));
            }
        }
        return names;
    }

    /** Returns the name of an exception tag, from the name section or an export; guest text. */
    public Optional<String> ofTag(int tag) {
        Map<Integer, String> names =
                compressed.length == 0
                        ? Map.of()
                        : FunctionNames.ofTags(decompress(), index -> index == tag);
        return Optional.ofNullable(names.get(tag)).or(() -> exported(ExportKind.TAG, tag));
    }

    private Optional<String> exported(ExportKind kind, int index) {
        return facts.exports().stream()
                .filter(export -> export.kind() == kind)
                .filter(export -> export.index() == index)
                .map(ModuleFacts.Export::name)
                .findFirst();
    }

    private Optional<String> byPlace(int function) {
        if (function < facts.imports().size()) {
            ModuleFacts.Import from = facts.imports().get(function);
            return Optional.of(from.module() + "." + from.name());
        }
        return exported(ExportKind.FUNCTION, function);
    }

    private static byte[] compress(byte[] module, int offset, int length) {
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, fast)) {
            deflated.write(module, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return out.toByteArray();
    }

    private byte[] decompress() {
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
