package org.vexhost.distribution.cli.doctor;

import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.option.Distribution;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.host.HostHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code vexhost doctor}: finds reasons why a host does not start or work well. */
@Command(
        name = "doctor",
        description = {
            "Checks what a host needs: Java, memory, limits, clock, folders, disk, configuration,"
                    + " ports.",
            "Works with and without a running host, and changes nothing."
        },
        footer = {"", "Exit status: 0 if there is no problem, 1 if there is one."})
public final class DoctorCommand implements Callable<Integer> {

    @Mixin private HomeOption homeOption = new HomeOption();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /** Called by picocli. */
    public DoctorCommand() {}

    @Override
    public Integer call() throws CommandException {
        HostHome home = homeOption.home();
        Diagnosis diagnosis = new Doctor(home, Distribution.folder(), SeenHost.of(home)).examine();
        System.out.println(json ? diagnosis.json() : diagnosis.text());
        return diagnosis.isHealthy() ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
