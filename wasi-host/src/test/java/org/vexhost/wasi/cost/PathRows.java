package org.vexhost.wasi.cost;

import java.io.IOException;
import java.nio.file.Files;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** Functions that take a path. */
final class PathRows extends RowGroup {

    PathRows() {
        paths();
    }

    private static String deep(Sandbox sandbox) throws IOException {
        String path = "d/".repeat(50);
        Files.createDirectories(sandbox.inside.resolve(path));
        return path;
    }

    /** Links that lead up and down all the time, as links may. */
    private static String links(Sandbox sandbox) throws IOException {
        Files.createDirectories(sandbox.inside.resolve("d"));
        String round = "d/../".repeat(100);
        sandbox.link("l0", "d");
        for (int i = 1; i < 5; i++) {
            sandbox.link("l" + i, round + "l" + (i - 1));
        }
        return "l4";
    }

    private void paths() {
        row(
                "path_open",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        int fd = sandbox.guest.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
                        check(sandbox.guest.call("fd_close", fd));
                    };
                });
        row(
                "path_open",
                "nothing",
                sandbox -> () -> sandbox.guest.open(Guest.ROOT, "nothing", 0, FILE_RIGHTS));
        row(
                "path_open",
                "a new file",
                sandbox ->
                        () -> {
                            int fd =
                                    sandbox.guest.opened(
                                            Guest.ROOT, "new", Flags.OPEN_CREATE, FILE_RIGHTS);
                            check(sandbox.guest.call("fd_close", fd));
                            check(sandbox.guest.unlink("new"));
                        });
        row(
                "path_open",
                "a directory 50 down",
                sandbox -> {
                    String path = deep(sandbox);
                    return () -> {
                        int fd =
                                sandbox.guest.opened(
                                        Guest.ROOT, path, Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
                        check(sandbox.guest.call("fd_close", fd));
                    };
                });
        row(
                "path_open",
                "outside",
                sandbox -> () -> sandbox.guest.open(Guest.ROOT, "../".repeat(1000), 0, 0));
        row(
                "path_filestat_get",
                "2,000 points",
                sandbox -> () -> check(sandbox.guest.stat("./".repeat(2000), 1)));
        row(
                "path_filestat_get",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> check(sandbox.guest.stat("file", 1));
                });
        row(
                "path_filestat_get",
                "through links of 200 parts",
                sandbox -> {
                    String path = links(sandbox);
                    return () -> check(sandbox.guest.stat(path, 1));
                });
        row(
                "path_filestat_set_times",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "path_filestat_set_times",
                                            Guest.ROOT,
                                            0,
                                            Guest.PATH,
                                            sandbox.guest.text(Guest.PATH, "file"),
                                            0,
                                            0,
                                            Flags.TIME_ACCESS_NOW));
                });
        row(
                "path_create_directory",
                "and remove it",
                sandbox ->
                        () -> {
                            check(sandbox.guest.createDirectory("new"));
                            check(sandbox.guest.removeDirectory("new"));
                        });
        row(
                "path_remove_directory",
                "that is not there",
                sandbox -> () -> sandbox.guest.removeDirectory("new"));
        row("path_unlink_file", "that is not there", sandbox -> () -> sandbox.guest.unlink("new"));
        row(
                "path_rename",
                "to and fro",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        check(sandbox.guest.rename("file", "other"));
                        check(sandbox.guest.rename("other", "file"));
                    };
                });
        row(
                "path_rename",
                "50 down",
                sandbox -> {
                    String path = deep(sandbox);
                    return () -> {
                        check(sandbox.guest.createDirectory(path + "a"));
                        check(sandbox.guest.rename(path + "a", path + "b"));
                        check(sandbox.guest.removeDirectory(path + "b"));
                    };
                });
        row(
                "path_link",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        check(sandbox.guest.link("file", "other"));
                        check(sandbox.guest.unlink("other"));
                    };
                });
        row(
                "path_symlink",
                "with a long target",
                sandbox -> {
                    String target = "d/".repeat(1_000) + "x";
                    return () -> {
                        check(sandbox.guest.symlink(target, "other"));
                        check(sandbox.guest.unlink("other"));
                    };
                });
        row(
                "path_symlink",
                "that leads out",
                sandbox -> () -> sandbox.guest.symlink("../".repeat(1_000), "other"));
        row(
                "path_readlink",
                "with a long target",
                sandbox -> {
                    sandbox.link("link", "d/".repeat(2_000));
                    return () -> sandbox.guest.readlink("link");
                });
    }
}
