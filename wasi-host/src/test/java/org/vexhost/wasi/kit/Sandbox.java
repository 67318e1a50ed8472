package org.vexhost.wasi.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vexhost.api.Grant;
import org.vexhost.wasi.WasiModule;

/**
 * A directory with a granted one in it, {@code inside}, and beside it one that no guest may reach,
 * {@code outside}, with the file {@code secret}.
 */
public final class Sandbox implements AutoCloseable {

    public static final String SECRET = "nobody may read this";

    public final Path inside;
    public final Path outside;
    public final FakeContext context = new FakeContext();
    public final Guest guest;

    private Sandbox(Path base, WasiModule module, Grant.FileSystem grant) {
        this.inside = base.resolve("inside");
        this.outside = base.resolve("outside");
        context.grant(grant);
        guest = new Guest(module, context);
    }

    /** Grants reading and writing with the default quotas. */
    public static Sandbox in(Path base) throws IOException {
        return in(
                base,
                Grant.Access.READ_WRITE,
                Grant.Sharing.EXCLUSIVE,
                Grant.FileSystem.DEFAULT_MAX_BYTES,
                Grant.FileSystem.DEFAULT_MAX_FILES);
    }

    public static Sandbox in(
            Path base, Grant.Access access, Grant.Sharing sharing, long maxBytes, long maxFiles)
            throws IOException {
        Path inside = Files.createDirectories(base.resolve("inside"));
        Path outside = Files.createDirectories(base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
        Grant.FileSystem grant =
                new Grant.FileSystem("/data", inside, access, sharing, maxBytes, maxFiles);
        return new Sandbox(base, new WasiModule(), grant);
    }

    public Path file(String name, String content) throws IOException {
        Path path = inside.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    public Path directory(String name) throws IOException {
        return Files.createDirectories(inside.resolve(name));
    }

    public Path link(String name, String target) throws IOException {
        return Files.createSymbolicLink(inside.resolve(name), Path.of(target));
    }

    @Override
    public void close() {
        guest.close();
    }
}
