package org.vexhost.loader.shell;

import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;

/**
 * Gogo's streams per thread, started once for all tests of this JVM.
 *
 * <p>Gogo ends a command on a thread of its own, and sets {@link System#out} whenever a command
 * begins or ends. A test that stopped its own streams could therefore find them set again a moment
 * later, and every test after it could start no others.
 */
final class GogoStreams {

    static final ThreadIOImpl SHARED = started();

    private GogoStreams() {}

    private static ThreadIOImpl started() {
        ThreadIOImpl streams = new ThreadIOImpl();
        streams.start();
        return streams;
    }
}
