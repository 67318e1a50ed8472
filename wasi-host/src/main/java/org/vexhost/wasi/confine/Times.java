package org.vexhost.wasi.confine;

import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Turns file times into the guest's nanoseconds. */
final class Times {

    private Times() {}

    static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
