package org.vexhost.distribution.admin.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.OSUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The terminal of a command")
class CommandTerminalTest {

    @Test
    void hasTheCapabilitiesOfADumbTerminalWithoutAskingAProgram() throws Exception {
        String program = OSUtils.INFOCMP_COMMAND;
        OSUtils.INFOCMP_COMMAND = "/nowhere/infocmp";
        ByteArrayInputStream in = new ByteArrayInputStream(new byte[0]);
        try (CommandTerminal terminal = new CommandTerminal(in, new ByteArrayOutputStream())) {
            assertEquals(80, terminal.getNumericCapability(Capability.columns));
            assertTrue(terminal.getBooleanCapability(Capability.auto_right_margin));
        } finally {
            OSUtils.INFOCMP_COMMAND = program;
        }
    }
}
