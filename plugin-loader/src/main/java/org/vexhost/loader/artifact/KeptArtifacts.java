package org.vexhost.loader.artifact;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;
import org.vexhost.loader.files.AtomicFiles;

/**
 * A store of copies of the serving versions, one for each tool. If a tool's files were replaced by
 * unusable ones while the host was stopped, the host serves the copy after its start. Thread-safe.
 */
public final class KeptArtifacts {

    private static final int MAGIC = 0x56455831;
    private static final int DIGEST_LENGTH = 64;
    private static final String SUFFIX = ".tool";

    private final Path folder;

    /**
     * Creates a store.
     *
     * @param folder the folder of the copies; need not exist
     */
    public KeptArtifacts(Path folder) {
        this.folder = folder;
    }

    /** Stores a copy of an artifact, in place of an earlier copy with the same name. */
    public void keep(LoadedArtifact artifact) throws IOException {
        if (isKept(artifact)) {
            return;
        }
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(
                        artifact.module().length + artifact.descriptorJson().length + 128);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.write(checksum(artifact));
        out.writeUTF(artifact.descriptor().source());
        out.writeInt(artifact.descriptorJson().length);
        out.write(artifact.descriptorJson());
        out.writeInt(artifact.module().length);
        out.write(artifact.module());
        AtomicFiles.write(file(artifact.descriptor().name()), bytes.toByteArray());
    }

    /**
     * Whether a copy of this artifact is already on the disk. Every start of the host deploys all
     * tools again, and this check avoids needless writes.
     */
    private boolean isKept(LoadedArtifact artifact) throws IOException {
        try (InputStream in = Files.newInputStream(file(artifact.descriptor().name()))) {
            ByteBuffer head = ByteBuffer.wrap(in.readNBytes(Integer.BYTES + DIGEST_LENGTH));
            if (head.remaining() < Integer.BYTES + DIGEST_LENGTH || head.getInt() != MAGIC) {
                return false;
            }
            return ByteBuffer.wrap(checksum(artifact)).equals(head);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Reads the stored copy of a tool's artifact.
     *
     * @throws ArtifactException if there is no copy, or if the copy is damaged or cannot be read
     */
    public LoadedArtifact read(String tool) throws ArtifactException {
        try {
            byte[] content = Files.readAllBytes(file(tool));
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
            if (in.readInt() != MAGIC) {
                throw damaged(tool);
            }
            byte[] checksum = in.readNBytes(DIGEST_LENGTH);
            String source = in.readUTF();
            byte[] json = in.readNBytes(length(in, tool));
            byte[] module = in.readNBytes(length(in, tool));
            ToolDescriptor descriptor = ArtifactReader.parse(source, Place.FILE, json);
            LoadedArtifact read = new LoadedArtifact(descriptor, json, module);
            if (!Arrays.equals(checksum, checksum(read))) {
                throw damaged(tool);
            }
            return read;
        } catch (NoSuchFileException e) {
            throw new ArtifactException(
                    Kind.PART_MISSING, "no version of tool '%s' was kept".formatted(tool), e);
        } catch (EOFException e) {
            throw damaged(tool);
        } catch (IOException e) {
            throw new ArtifactException(
                    Kind.NOT_READ,
                    "the kept version of tool '%s' cannot be read".formatted(tool),
                    e);
        }
    }

    /**
     * Computes the checksum that shows whether a copy is complete. The checksum differs from the
     * artifact's digest, because it has the same format as in earlier releases. So this release can
     * also read copies that an earlier release stored.
     */
    private static byte[] checksum(LoadedArtifact artifact) {
        byte[] module = artifact.moduleSha256().getBytes(StandardCharsets.US_ASCII);
        return Sha256.of(module, artifact.descriptorJson()).getBytes(StandardCharsets.US_ASCII);
    }

    private static int length(DataInputStream in, String tool)
            throws IOException, ArtifactException {
        int length = in.readInt();
        if (length < 0) {
            throw damaged(tool);
        }
        return length;
    }

    private static ArtifactException damaged(String tool) {
        return new ArtifactException(
                Kind.REFUSED, "the kept version of tool '%s' is damaged".formatted(tool));
    }

    /** Whether there is a copy of a tool's artifact. */
    public boolean has(String tool) {
        return Files.exists(file(tool));
    }

    /** Deletes the copy of a tool's artifact. */
    public void forget(String tool) throws IOException {
        Files.deleteIfExists(file(tool));
    }

    /** Returns the tools whose artifact has a copy; empty if the folder cannot be read. */
    public List<String> tools() {
        List<String> tools = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                tools.add(FileNames.stem(FileNames.of(file), SUFFIX));
            }
        } catch (IOException e) {
            return List.of();
        }
        return tools;
    }

    private Path file(String tool) {
        return folder.resolve(tool + SUFFIX);
    }
}
