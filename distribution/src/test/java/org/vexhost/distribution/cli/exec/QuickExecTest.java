package org.vexhost.distribution.cli.exec;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("A command line of exec read without picocli")
class QuickExecTest {

    @Test
    void knowsEveryOptionThatPicocliKnowsAndNoOther() {
        assertEquals(names(0), QuickExec.SWITCHES);
        assertEquals(names(1), QuickExec.WITH_VALUE);
    }

    private static Set<String> names(int values) {
        return new CommandLine(new ExecCommand())
                .getCommandSpec().options().stream()
                        .filter(option -> option.arity().max() == values)
                        .map(OptionSpec::longestName)
                        .collect(toSet());
    }
}
