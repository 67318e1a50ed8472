package org.vexhost.sandbox.compile.cache;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.vexhost.sandbox.binary.CodeFacts;
import org.vexhost.sandbox.binary.Digests;
import org.vexhost.sandbox.binary.ModuleFile;

/**
 * The format of a file of the {@link DiskCache}: a head, which says how the module's code was
 * validated, and the generated code. Each of them ends with its own checksum (SHA-256), so the head
 * can be read alone.
 */
final class CacheEntry {

    private static final long MAGIC = 0x5645584853543033L;
    private static final int MAX_CLASSES = 100_000;
    private static final int MAX_INTERPRETED = 1_000_000;
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * More than any head has: most of it are the names and values of the limits, of fixed number.
     */
    private static final int MAX_HEAD_BYTES = 1 << 13;

    private CacheEntry() {}

    /** Reads a head only. */
    static ValidatedCode readValidated(Path file, String key) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return readHead(new CheckedInput(in.readNBytes(MAX_HEAD_BYTES)), key);
        }
    }

    static GeneratedCode read(Path file, String key) throws IOException {
        var in = new CheckedInput(ModuleFile.read(file, LinkOption.NOFOLLOW_LINKS));
        DataInputStream data = in.data();
        final ValidatedCode validated = readHead(in, key);
        final String mainClass = data.readUTF();
        final int guestGlobals = data.readInt();
        final int[] interpreted = indexes(data);
        final byte[] skeleton = in.bytes();
        int count = data.readInt();
        if (count < 0 || count > MAX_CLASSES) {
            throw damaged();
        }
        Map<String, ClassFile> classes = new HashMap<>();
        Set<String> slow = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String name = data.readUTF();
            if (data.readBoolean()) {
                slow.add(name);
            }
            int plainBytes = data.readInt();
            if (!ClassFile.isSize(plainBytes)) {
                throw damaged();
            }
            classes.put(name, ClassFile.ofPacked(in.bytes(), plainBytes));
        }
        in.requireSum();
        if (data.read() >= 0) {
            throw new IOException("it has bytes after its end");
        }
        return new GeneratedCode(
                mainClass, classes, slow, skeleton, guestGlobals, interpreted, validated);
    }

    private static ValidatedCode readHead(CheckedInput in, String key) throws IOException {
        DataInputStream data = in.data();
        if (data.readLong() != MAGIC || !data.readUTF().equals(key)) {
            throw new IOException("it is not an entry of this name");
        }
        var validated =
                new ValidatedCode(
                        data.readUTF(),
                        new CodeFacts(
                                data.readInt(),
                                data.readLong(),
                                data.readBoolean(),
                                data.readBoolean(),
                                data.readBoolean(),
                                data.readBoolean(),
                                data.readBoolean()));
        in.requireSum();
        return validated;
    }

    private static int[] indexes(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_INTERPRETED) {
            throw damaged();
        }
        int[] indexes = new int[count];
        for (int i = 0; i < count; i++) {
            indexes[i] = in.readInt();
        }
        return indexes;
    }

    static IOException damaged() {
        return new IOException("it is damaged");
    }

    static void write(Path file, String key, GeneratedCode code) throws IOException {
        try (var checked =
                        new DigestOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES),
                                Digests.sha256());
                var out = new DataOutputStream(checked)) {
            writeHead(out, key, code.validated());
            writeSum(out, checked);
            out.writeUTF(code.mainClass());
            out.writeInt(code.guestGlobals());
            out.writeInt(code.interpreted().length);
            for (int function : code.interpreted()) {
                out.writeInt(function);
            }
            out.writeInt(code.skeleton().length);
            out.write(code.skeleton());
            out.writeInt(code.classes().size());
            for (Map.Entry<String, ClassFile> entry : code.classes().entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeBoolean(code.slow().contains(entry.getKey()));
                out.writeInt(entry.getValue().size());
                byte[] packed = entry.getValue().packed();
                out.writeInt(packed.length);
                out.write(packed);
            }
            writeSum(out, checked);
        }
    }

    private static void writeHead(DataOutputStream out, String key, ValidatedCode validated)
            throws IOException {
        CodeFacts facts = validated.facts();
        out.writeLong(MAGIC);
        out.writeUTF(key);
        out.writeUTF(validated.limits());
        out.writeInt(facts.codeBytes());
        out.writeLong(facts.compileCost());
        out.writeBoolean(facts.growsMemory());
        out.writeBoolean(facts.hasTailCalls());
        out.writeBoolean(facts.hasVectors());
        out.writeBoolean(facts.hasAtomics());
        out.writeBoolean(facts.hasExceptions());
    }

    private static void writeSum(DataOutputStream out, DigestOutputStream checked)
            throws IOException {
        byte[] sum = checked.getMessageDigest().digest();
        checked.on(false);
        out.write(sum);
        checked.on(true);
    }
}
