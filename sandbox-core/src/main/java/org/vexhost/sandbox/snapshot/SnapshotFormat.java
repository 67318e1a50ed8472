package org.vexhost.sandbox.snapshot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The file format of a snapshot. A file contains the key, the parts of the snapshot, and the
 * SHA-256 of both.
 */
final class SnapshotFormat {

    private static final long MAGIC = 0x56455853_4e503031L;

    private SnapshotFormat() {}

    static void write(OutputStream target, String key, Snapshot snapshot) throws IOException {
        MessageDigest digest = sha256();
        DigestOutputStream checked = new DigestOutputStream(target, digest);
        DataOutputStream out = new DataOutputStream(checked);
        out.writeLong(MAGIC);
        out.writeUTF(key);
        MemoryImage memory = snapshot.memory();
        out.writeInt(memory.sizeBytes());
        out.writeInt(memory.arrayBytes());
        out.writeInt(memory.runs().size());
        for (MemoryImage.Run run : memory.runs()) {
            out.writeInt(run.offset());
            out.writeInt(run.bytes().length);
            out.write(run.bytes());
        }
        out.writeInt(snapshot.globalCount());
        for (int i = 0; i < snapshot.globalCount(); i++) {
            out.writeLong(snapshot.global(i));
        }
        out.writeInt(snapshot.tableCount());
        for (int i = 0; i < snapshot.tableCount(); i++) {
            int[] elements = snapshot.table(i);
            out.writeInt(elements.length);
            for (int element : elements) {
                out.writeInt(element);
            }
        }
        writeBits(out, snapshot.droppedData());
        writeBits(out, snapshot.droppedElements());
        out.flush();
        byte[] sum = digest.digest();
        checked.on(false);
        out.write(sum);
        out.flush();
    }

    /**
     * Reads a snapshot.
     *
     * @param fileBytes the length of the source, which limits allocations
     * @throws IOException if the source is damaged, or was written under another key
     */
    static Snapshot read(InputStream source, String key, long fileBytes) throws IOException {
        MessageDigest digest = sha256();
        DigestInputStream checked = new DigestInputStream(source, digest);
        DataInputStream in = new DataInputStream(checked);
        if (in.readLong() != MAGIC || !in.readUTF().equals(key)) {
            throw new IOException("it is not an entry of this name");
        }
        Snapshot snapshot;
        try {
            snapshot =
                    new Snapshot(
                            memory(in, fileBytes),
                            globals(in, fileBytes),
                            tables(in, fileBytes),
                            bits(in, fileBytes),
                            bits(in, fileBytes));
        } catch (IllegalArgumentException e) {
            throw new IOException("it is damaged", e);
        }
        byte[] computed = digest.digest();
        checked.on(false);
        if (!MessageDigest.isEqual(computed, in.readNBytes(computed.length)) || in.read() >= 0) {
            throw new IOException("its checksum is wrong");
        }
        return snapshot;
    }

    private static MemoryImage memory(DataInputStream in, long fileBytes) throws IOException {
        int sizeBytes = in.readInt();
        int arrayBytes = in.readInt();
        int count = count(in, 2 * Integer.BYTES, fileBytes);
        List<MemoryImage.Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int offset = in.readInt();
            byte[] bytes = new byte[count(in, 1, fileBytes)];
            in.readFully(bytes);
            runs.add(new MemoryImage.Run(offset, bytes));
        }
        return new MemoryImage(sizeBytes, arrayBytes, runs);
    }

    private static long[] globals(DataInputStream in, long fileBytes) throws IOException {
        long[] globals = new long[count(in, Long.BYTES, fileBytes)];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = in.readLong();
        }
        return globals;
    }

    private static int[][] tables(DataInputStream in, long fileBytes) throws IOException {
        int[][] tables = new int[count(in, Integer.BYTES, fileBytes)][];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new int[count(in, Integer.BYTES, fileBytes)];
            for (int j = 0; j < tables[i].length; j++) {
                tables[i][j] = in.readInt();
            }
        }
        return tables;
    }

    private static void writeBits(DataOutputStream out, BitSet bits) throws IOException {
        byte[] bytes = bits.toByteArray();
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static BitSet bits(DataInputStream in, long fileBytes) throws IOException {
        byte[] bytes = new byte[count(in, 1, fileBytes)];
        in.readFully(bytes);
        return BitSet.valueOf(bytes);
    }

    private static int count(DataInputStream in, int bytesEach, long fileBytes) throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * bytesEach > fileBytes) {
            throw new IOException("it is damaged");
        }
        return count;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
