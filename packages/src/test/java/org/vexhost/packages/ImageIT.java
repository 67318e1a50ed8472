package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.packages.Programs.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Enters the image as a runtime for containers does: namespaces, mounts, chroot, another user. */
@DisplayName("The image")
class ImageIT {

    /** A user that the image does not know. */
    private static final String USER = "12345:0";

    private static final String ENTER =
            """
            #!/bin/sh
            # enter ROOT VOLUME TOOLS USER PROGRAM WORD…: the environment is that of the image.
            set -e
            root=$1 volume=$2 tools=$3 user=$4
            shift 4
            mount --bind "$root" "$root"
            mount --bind "$volume" "$root/var/lib/vexhost"
            mount --bind "$tools" "$root/tools"
            mount --bind /dev "$root/dev"
            mount -t proc proc "$root/proc"
            mount -o remount,bind,ro "$root"
            exec chroot --userspec="$user" "$root" "$@"
            """;

    @TempDir private static Path folder;
    private static JsonNode image;
    private static Path root;
    private static Path volume;
    private static Path tools;

    @BeforeAll
    static void unpack() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can enter it");
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Path archive = Packages.one("vexhost-*-image-linux-*.tar");
        Programs.must(List.of("tar", "xf", archive.toString(), "-C", layout.toString()));
        assertEquals(
                "1.0.0", read(layout.resolve("oci-layout")).path("imageLayoutVersion").asString());
        JsonNode manifests = read(layout.resolve("index.json")).path("manifests");
        assertEquals(1, manifests.size());
        JsonNode manifest = read(blob(layout, manifests.get(0)));
        image = read(blob(layout, manifest.path("config")));
        root = Files.createDirectory(folder.resolve("root"));
        JsonNode contents = image.path("rootfs").path("diff_ids");
        assertEquals(manifest.path("layers").size(), contents.size());
        for (int i = 0; i < contents.size(); i++) {
            String layer = blob(layout, manifest.path("layers").get(i)).toString();
            Programs.must(List.of("tar", "xzpf", layer, "-C", root.toString()));
            String sum = Programs.must(List.of("sh", "-c", "gunzip < \"$0\" | sha256sum", layer));
            assertEquals(contents.get(i).asString(), "sha256:" + sum.split(" ", -1)[0]);
        }
        Path ignored = Files.createDirectory(root.resolve("tools"));
        volume = Files.createDirectory(folder.resolve("volume"));
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxr-x"));
        tools = Files.createDirectory(folder.resolve("tools"));
    }

    /** A blob, whose content its descriptor tells. */
    private static Path blob(Path layout, JsonNode descriptor) throws Exception {
        String digest = descriptor.path("digest").asString().replace("sha256:", "");
        Path blob = layout.resolve("blobs/sha256").resolve(digest);
        assertEquals(descriptor.path("size").asLong(), Files.size(blob));
        String sum = Programs.must(List.of("sha256sum", blob.toString()));
        assertEquals(digest, sum.split(" ", -1)[0]);
        return blob;
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    /** The entry point of the image, as process 1 of a container. */
    private static Form form(String name) throws IOException {
        Path enter = Files.writeString(folder.resolve("enter"), ENTER);
        assertTrue(enter.toFile().setExecutable(true));
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode each : image.path("config").path("Env")) {
            String[] parts = each.asString().split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        // To find what enters; the program itself has the path of the image.
        String path = environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--mount",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                enter.toString(),
                                root.toString(),
                                volume.toString(),
                                tools.toString(),
                                USER,
                                "/bin/sh",
                                "-c",
                                "PATH=" + path + " exec \"$0\" \"$@\""));
        image.path("config").path("Entrypoint").forEach(each -> line.add(each.asString()));
        return new Form(
                line,
                environment,
                volume.resolve(name),
                "/var/lib/vexhost/" + name,
                root.resolve("opt/vexhost/runtime"),
                true);
    }

    @Test
    void isConfiguredAsItsContainerfileSays() {
        JsonNode config = image.path("config");
        assertEquals("10001:0", config.path("User").asString());
        assertEquals("SIGTERM", config.path("StopSignal").asString());
        assertTrue(config.path("Volumes").has("/var/lib/vexhost"), config::toString);
        assertEquals("[\"run\",\"--no-console\"]", config.path("Cmd").toString());
    }

    @Test
    void servesAsProcessOneOfAnyUserOnAReadOnlyRoot() throws Exception {
        Life.isLived(form("home"), root.resolve("opt/vexhost"), folder.resolve("out"));
    }

    /** As the kubelet mounts a ConfigMap: links to a hidden folder, which another one replaces. */
    @Test
    void followsAFolderOfToolsThatIsAConfigMap() throws Exception {
        Form form = form("mapped").with("VEXHOST_CACHE", "");
        Path etc = Files.createDirectories(form.home().resolve("etc"));
        Files.writeString(etc.resolve("org.vexhost.host.cfg"), "toolsFolder = /tools\n");
        Programs.must(List.of("chown", "-R", USER, form.home().toString()));
        mountConfigMap("..first", "1.0.0");
        try (PackagedHost host = PackagedHost.start(form, folder.resolve("mapped.out"))) {
            assertEquals(
                    new Reply(0, "{\"n\":1}"), host.command("call", "--wait", "echo", "{\"n\":1}"));
            mountConfigMap("..second", "1.0.1");
            long end = System.nanoTime() + 60_000_000_000L;
            while (!host.command("tools").printed().contains("1.0.1")) {
                assertTrue(System.nanoTime() < end, () -> "the update is not seen");
                Thread.sleep(100);
            }
            assertEquals(new Reply(0, "{\"n\":2}"), host.command("call", "echo", "{\"n\":2}"));
            host.terminate();
        }
    }

    private static void mountConfigMap(String name, String version) throws IOException {
        Path example = root.resolve("opt/vexhost/examples/echo");
        Path data = Files.createDirectory(tools.resolve(name));
        Path ignored = Files.copy(example.resolve("echo.wasm"), data.resolve("echo.wasm"));
        String descriptor = Files.readString(example.resolve("echo.tool.json"));
        Files.writeString(
                data.resolve("echo.tool.json"),
                descriptor.replace("\"1.0.0\"", '"' + version + '"'));
        Path next = Files.createSymbolicLink(tools.resolve("..next"), Path.of(name));
        Files.move(next, tools.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String file : List.of("echo.tool.json", "echo.wasm")) {
            if (!Files.isSymbolicLink(tools.resolve(file))) {
                Path made =
                        Files.createSymbolicLink(
                                tools.resolve(file), Path.of("..data").resolve(file));
            }
        }
    }
}
