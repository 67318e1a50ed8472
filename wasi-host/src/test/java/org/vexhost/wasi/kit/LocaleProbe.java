package org.vexhost.wasi.kit;

import java.nio.file.Path;
import java.util.List;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;

/** Uses names that are not ASCII; prints {@code ok}, or what went wrong. */
public final class LocaleProbe {

    private static final String NAME = "\u00e9-\u65e5\u672c-\ud83d\ude00";

    private LocaleProbe() {}

    public static void main(String[] arguments) throws Exception {
        try (Sandbox sandbox = Sandbox.in(Path.of(arguments[0]))) {
            Guest guest = sandbox.guest;
            expect(Errno.SUCCESS, guest.createDirectory(NAME));
            guest.create(NAME + "/" + NAME, "content");
            expect("content", guest.content(NAME + "/" + NAME));
            expect(Errno.SUCCESS, guest.symlink(NAME + "/" + NAME, "link"));
            expect(NAME + "/" + NAME, guest.readlink("link"));
            expect("content", guest.content("link"));
            int fd = guest.opened(Guest.ROOT, NAME, Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
            List<String> names = guest.list(fd, 4096).stream().map(Guest.Dirent::name).toList();
            expect(List.of(".", "..", NAME), names);
            expect(Errno.SUCCESS, guest.rename(NAME + "/" + NAME, NAME + NAME));
            expect(Errno.SUCCESS, guest.unlink(NAME + NAME));
            expect(Errno.SUCCESS, guest.removeDirectory(NAME));
            System.out.println("ok");
        }
    }

    private static void expect(Object wanted, Object got) {
        if (!wanted.equals(got)) {
            throw new AssertionError("wanted " + wanted + ", got " + got);
        }
    }
}
