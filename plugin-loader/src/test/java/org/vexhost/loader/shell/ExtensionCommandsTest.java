package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.api.admin.SecretAdministration;
import org.vexhost.loader.shell.command.VexCommand;

@DisplayName("Commands over modules that may be absent")
class ExtensionCommandsTest {

    private final CallerCommands callers = new CallerCommands();
    private final SecretCommands secrets = new SecretCommands();
    private final RecordingCallers recording = new RecordingCallers();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(GogoStreams.SHARED);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private static final class RecordingCallers implements CallerAdministration {
        private final List<String> done = new ArrayList<>();
        private List<CallerInfo> all = List.of();

        @Override
        public List<CallerInfo> callers() {
            return all;
        }

        @Override
        public String add(
                Caller operator, String name, List<String> tools, List<CallerInfo.Role> roles) {
            done.add("%s adds %s %s %s".formatted(operator, name, tools, roles));
            return "t0ken";
        }

        @Override
        public String renew(Caller operator, String name) {
            done.add("%s renews %s".formatted(operator, name));
            return "t1ken";
        }

        @Override
        public void remove(Caller operator, String name) {
            done.add("%s removes %s".formatted(operator, name));
        }

        @Override
        public Optional<CallerInfo> caller(String name) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void register() {
        for (VexCommand command : callers.commands()) {
            processor.addCommand("vex", command, command.name());
        }
        for (VexCommand command : secrets.commands()) {
            processor.addCommand("vex", command, command.name());
        }
    }

    @AfterEach
    void stop() {
        processor.stop();
    }

    private String run(String line) throws Exception {
        printed.reset();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                CommandSession session =
                        processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            session.execute(line);
            return printed.toString(StandardCharsets.UTF_8).strip();
        }
    }

    private String problem(String line) {
        return assertThrows(Exception.class, () -> run(line)).getMessage();
    }

    @Test
    void sayThatTheyAreNotInstalled() {
        assertTrue(problem("vex:caller list").contains("callers is not installed"));
        assertTrue(problem("vex:secret list").contains("secrets is not installed"));
        callers.setAdministration(recording);
        callers.unsetAdministration(recording);
        assertTrue(problem("vex:caller remove a").contains("callers is not installed"));
    }

    @Test
    void handOnWhatIsTyped() throws Exception {
        callers.setAdministration(recording);
        String user = Caller.user(System.getProperty("user.name")).toString();
        assertEquals(
                "token, shown here once and kept nowhere: t0ken",
                run("vex:caller add --role=monitor,call reports 'csv-*' text-stats"));
        assertEquals(
                "token, shown here once and kept nowhere: t1ken", run("vex:caller renew reports"));
        assertEquals("caller 'reports' is removed", run("vex:caller remove reports"));
        assertEquals("token, shown here once and kept nowhere: t0ken", run("vex:caller add b"));
        assertEquals(
                List.of(
                        user + " adds reports [csv-*, text-stats] [MONITOR, CALL]",
                        user + " renews reports",
                        user + " removes reports",
                        user + " adds b [] [CALL]"),
                recording.done);
    }

    @Test
    void listCallersWithWhatTheyMay() throws Exception {
        callers.setAdministration(recording);
        assertEquals("no callers", run("vex:caller list"));
        recording.all =
                List.of(
                        new CallerInfo(
                                "reports",
                                "token",
                                Optional.empty(),
                                List.of("csv-*"),
                                Set.of(CallerInfo.Role.OPERATOR, CallerInfo.Role.CALL),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.of(100),
                                7));
        String list = run("vex:caller list").replaceAll("\\s+", " ");
        assertTrue(list.contains("reports token call,operator csv-* 7 of 100"), list);
    }

    @Test
    void refuseWhatTheyDoNotKnow() {
        callers.setAdministration(recording);
        assertTrue(problem("vex:caller shout").contains("'shout' is not list, add"));
        assertTrue(problem("vex:caller add").contains("NAME is missing"));
        assertTrue(problem("vex:caller add --role=king a").contains("'king' is not a role"));
        assertEquals(List.of(), recording.done);
    }

    @Test
    void listSecretsByName() throws Exception {
        SecretAdministration two = () -> List.of("mail-key", "weather-key");
        secrets.setAdministration(two);
        assertEquals("mail-key\nweather-key", run("vex:secret list"));
        secrets.unsetAdministration(two);
        assertTrue(problem("vex:secret list").contains("not installed"));
    }
}
