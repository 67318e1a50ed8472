package org.vexhost.distribution.cli.doctor;

import java.util.function.Consumer;
import org.vexhost.distribution.host.HostHome;

/** Checks the Java runtime of this process, which a host would also use. */
final class JavaCheck implements Check {

    private static final String PART = "java";
    private static final int MIN_VERSION = 17;

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) {
        judge(
                Runtime.version().feature(),
                property("sun.arch.data.model"),
                property("java.vm.name"),
                out);
    }

    /**
     * Reports whether a Java runtime is supported.
     *
     * @param bits size of an address in bits, as a number
     */
    void judge(int version, String bits, String machine, Consumer<DoctorFinding> out) {
        String place = property("java.home");
        String found =
                "%s of %s, %s"
                        .formatted(property("java.version"), property("java.vendor"), machine);
        if (version < MIN_VERSION) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            found + ": too old",
                            place,
                            "set JAVA_HOME to the folder of Java %d or later"
                                    .formatted(MIN_VERSION)));
        } else if (bits.equals("32")) {
            out.accept(
                    DoctorFinding.warning(
                            PART,
                            found + ": for 32 bits, which is slow and has little memory",
                            place,
                            "set JAVA_HOME to the folder of a Java for 64 bits"));
        } else if (!machine.contains("HotSpot") && !machine.contains("OpenJDK")) {
            out.accept(
                    DoctorFinding.warning(
                            PART,
                            found + ": not tested",
                            place,
                            "set JAVA_HOME to the folder of a build of OpenJDK"));
        } else {
            out.accept(DoctorFinding.ok(PART, found, place));
        }
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
