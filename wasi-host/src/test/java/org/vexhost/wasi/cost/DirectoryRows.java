package org.vexhost.wasi.cost;

import org.vexhost.wasi.kit.Guest;

/** Functions that list directories. */
final class DirectoryRows extends RowGroup {

    DirectoryRows() {
        directories();
    }

    private void directories() {
        row(
                "fd_readdir",
                "from the beginning, into a small buffer",
                sandbox -> {
                    fill(sandbox);
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "fd_readdir",
                                            Guest.ROOT,
                                            Guest.DATA,
                                            1,
                                            0,
                                            Guest.RESULT));
                });
        row(
                "fd_readdir",
                "all of it",
                sandbox -> {
                    fill(sandbox);
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "fd_readdir",
                                            Guest.ROOT,
                                            Guest.DATA,
                                            BIG,
                                            0,
                                            Guest.RESULT));
                });
        row(
                "fd_readdir",
                "all of it again, which is listed",
                sandbox -> {
                    fill(sandbox);
                    check(
                            sandbox.guest.call(
                                    "fd_readdir", Guest.ROOT, Guest.DATA, 1, 0, Guest.RESULT));
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "fd_readdir",
                                            Guest.ROOT,
                                            Guest.DATA,
                                            BIG,
                                            1,
                                            Guest.RESULT));
                });
    }
}
