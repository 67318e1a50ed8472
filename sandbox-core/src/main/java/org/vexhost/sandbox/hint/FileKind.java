package org.vexhost.sandbox.hint;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/**
 * The kinds of files that are often mistaken for WebAssembly modules, recognised by their first
 * bytes.
 */
public enum FileKind {
    /** An empty file. */
    EMPTY("is empty", "copy or build it again"),
    /** A component, which contains core modules. */
    COMPONENT("is a component, not a core WebAssembly module", Hints.of(Reason.COMPONENT)),
    /** The text format. */
    TEXT_FORMAT(
            "is not a WebAssembly module but its text format",
            "assemble it with wat2wasm or 'wasm-tools parse'"),
    /** Compressed data. */
    GZIP("is not a WebAssembly module but gzip data", "unpack it with gunzip", "\u001F\u008B"),
    /** A zip archive, for example a jar. */
    ZIP("is not a WebAssembly module but a zip archive", "unpack it with unzip", "PK\u0003\u0004"),
    /** Compressed data. */
    ZSTD("is not a WebAssembly module but zstd data", "unpack it with unzstd", "(\u00B5/\u00FD"),
    /** Compressed data. */
    XZ("is not a WebAssembly module but xz data", "unpack it with unxz", "\u00FD7zXZ"),
    /** Compressed data. */
    BZIP2("is not a WebAssembly module but bzip2 data", "unpack it with bunzip2", "BZh"),
    /**
     * A program, object file or library for Linux, or a module that Wasmtime compiled ahead of
     * time.
     */
    ELF(
            "is not a WebAssembly module but an ELF file",
            "build for wasm32-wasip1, not for this machine; a module compiled ahead of time does"
                    + " not run either",
            "\u007FELF"),
    /** A program for Windows. */
    PE("is not a WebAssembly module but a Windows program", Kinds.BUILD, "MZ"),
    /** A program for macOS. */
    MACH_O(
            "is not a WebAssembly module but a macOS program",
            Kinds.BUILD,
            "\u00CF\u00FA\u00ED\u00FE"),
    /** A Java class, or a universal binary for macOS. */
    JAVA_CLASS(
            "is not a WebAssembly module but a Java class",
            Kinds.BUILD,
            "\u00CA\u00FE\u00BA\u00BE"),
    /** The output of {@code clang -flto -c}. */
    BITCODE(
            "is not a WebAssembly module but LLVM bitcode",
            "link it, with clang without -c",
            "BC\u00C0\u00DE"),
    /** A static library. */
    ARCHIVE(
            "is not a WebAssembly module but a static library",
            "link it into a program",
            "!<arch>"),
    /** The pointer that Git LFS stores in place of a large file. */
    LFS_POINTER(
            "is not a WebAssembly module but a Git LFS pointer", "fetch it with 'git lfs pull'"),
    /** A module encoded in base64. */
    BASE64("is not a WebAssembly module but one in base64", "decode it with 'base64 -d'"),
    /** An HTML page, often the error page of a failed download. */
    HTML("is not a WebAssembly module but an HTML page", "download it again, and look at the page"),
    /** Any other text. */
    TEXT("is not a WebAssembly module but a text file", "build the module, or name the right file");

    private static final byte[] MAGIC = {0, 'a', 's', 'm'};
    private static final String TEXT_CONTROLS = "\t\n\r\f";
    private static final int LOOKED_AT = 512;

    private final String fact;
    private final String hint;

    /** The first bytes, as characters; empty if the kind is recognised in another way. */
    private final String prefix;

    FileKind(String fact, String hint) {
        this(fact, hint, "");
    }

    FileKind(String fact, String hint, String prefix) {
        this.fact = fact;
        this.hint = hint;
        this.prefix = prefix;
    }

    /**
     * Constants for the enum. They are in a class of their own because the values of an enum are
     * initialised before its static fields.
     */
    private static final class Kinds {
        static final String BUILD = "build for wasm32-wasip1, not for this machine";

        private Kinds() {}
    }

    /** Returns what the file is, as the rest of a sentence whose subject is the file. */
    public String fact() {
        return fact;
    }

    /** Returns advice on what to do with such a file. */
    public String hint() {
        return hint;
    }

    /**
     * Returns the kind of a file.
     *
     * @return the kind; empty for a core module of any version, for the beginning of one, and for
     *     an unknown format
     */
    public static Optional<FileKind> of(byte[] file) {
        if (file.length == 0) {
            return Optional.of(EMPTY);
        }
        if (startsWithMagic(file)) {
            return file.length >= 8 && file[6] == 1 && file[7] == 0
                    ? Optional.of(COMPONENT)
                    : Optional.empty();
        }
        for (FileKind kind : values()) {
            if (!kind.prefix.isEmpty() && kind.begins(file)) {
                return Optional.of(kind);
            }
        }
        return Optional.ofNullable(text(file));
    }

    private static boolean startsWithMagic(byte[] file) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= file.length || file[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean begins(byte[] file) {
        if (file.length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if ((file[i] & 0xFF) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable FileKind text(byte[] file) {
        int length = Math.min(file.length, LOOKED_AT);
        if (length >= 2 && ((file[0] & 0xFF) + (file[1] & 0xFF) == 0xFE + 0xFF)) {
            return TEXT; // UTF-16
        }
        for (int i = 0; i < length; i++) {
            int b = file[i] & 0xFF;
            if (b == 0x7F || (b < ' ' && TEXT_CONTROLS.indexOf(b) < 0)) {
                return null;
            }
        }
        String start =
                new String(file, 0, length, StandardCharsets.UTF_8)
                        .replace("\uFEFF", "")
                        .stripLeading()
                        .toLowerCase(Locale.ROOT);
        if (start.startsWith("(module")
                || start.startsWith("(component")
                || start.startsWith(";;")) {
            return TEXT_FORMAT;
        } else if (start.startsWith("version https://git-lfs")) {
            return LFS_POINTER;
        } else if (start.startsWith("agfzbqe")) {
            return BASE64;
        } else if (start.startsWith("<!doctype") || start.startsWith("<html")) {
            return HTML;
        }
        return TEXT;
    }
}
