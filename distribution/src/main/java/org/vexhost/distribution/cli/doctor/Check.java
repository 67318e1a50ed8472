package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.util.function.Consumer;
import org.vexhost.distribution.host.HostHome;

/** A check of one part of a host or its machine. A check changes nothing. */
interface Check {

    /**
     * Checks the part.
     *
     * @param out receives at least one finding
     * @throws IOException if the part cannot be read
     */
    void check(HostHome home, Consumer<DoctorFinding> out) throws IOException;
}
