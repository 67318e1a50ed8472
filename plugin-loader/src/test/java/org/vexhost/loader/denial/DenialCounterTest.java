package org.vexhost.loader.denial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.sandbox.spi.Denial;

@DisplayName("A refusal by a host function")
class DenialCounterTest {

    private final DenialCounter counter = new DenialCounter();
    private final Logger logger = (Logger) LoggerFactory.getLogger(DenialCounter.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private static Denial path(String tool, String subject) {
        return new Denial(tool, "path_open", Capability.FILE_SYSTEM, subject);
    }

    @Test
    void isLoggedOnceForEachToolFunctionAndCapability() {
        for (int i = 0; i < 1_000; i++) {
            counter.denied(path("a", "/etc/" + i));
        }
        counter.denied(path("b", "/etc"));
        counter.denied(new Denial("a", "environ_get", Capability.ENVIRONMENT, "HOME"));
        counter.denied(new Denial("a", "path_unlink_file", Capability.FILE_SYSTEM, "/etc"));
        assertEquals(
                List.of(
                        "Tool 'a' was refused path_open of '/etc/0' [fileSystem is not granted; to"
                                + " allow it: vex:grant a fileSystem /etc/0=/HOST/FOLDER:ro]",
                        "Tool 'b' was refused path_open of '/etc' [fileSystem is not granted; to"
                                + " allow it: vex:grant b fileSystem /etc=/HOST/FOLDER:ro]",
                        "Tool 'a' was refused environ_get of 'HOME' [environment is not granted; to"
                                + " allow it: vex:grant a environment HOME]",
                        "Tool 'a' was refused path_unlink_file of '/etc' [fileSystem is not"
                                + " granted; to allow it: vex:grant a fileSystem"
                                + " /etc=/HOST/FOLDER:ro]"),
                log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void isCountedWithTheFirstSubjectsAndTheMostFrequentFirst() {
        counter.denied(new Denial("a", "environ_get", Capability.ENVIRONMENT, "HOME"));
        for (int i = 0; i < 8; i++) {
            counter.denied(path("a", "/" + i % 7));
        }
        List<Denials.Kind> kinds = counter.of("a");
        assertEquals("path_open", kinds.get(0).function());
        assertEquals(8, kinds.get(0).count());
        assertEquals(List.of("/0", "/1", "/2", "/3", "/4"), kinds.get(0).subjects());
        assertEquals("environ_get", kinds.get(1).function());
        assertEquals(List.of(), counter.of("b"));
    }

    @Test
    void takesABoundedAmountOfMemory() {
        for (int tool = 0; tool < DenialCounter.MAX_TOOLS + 10; tool++) {
            counter.denied(path("tool" + tool, "/x"));
        }
        assertEquals(List.of(), counter.of("tool0"));
        assertEquals(1, counter.of("tool" + (DenialCounter.MAX_TOOLS + 9)).size());
        for (int function = 0; function < DenialCounter.MAX_KINDS + 10; function++) {
            counter.denied(new Denial("many", "f" + function, Capability.NETWORK, "x"));
        }
        assertEquals(DenialCounter.MAX_KINDS, counter.of("many").size());
        counter.denied(path("long", "x".repeat(10_000)));
        assertTrue(counter.of("long").get(0).subjects().get(0).length() <= 101);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENVIRONMENT | LANG | vex:grant t environment LANG",
                "ENVIRONMENT | a b | vex:grant t environment NAME",
                "ENVIRONMENT | * | vex:grant t environment NAME",
                "FILE_SYSTEM | /data | vex:grant t fileSystem /data=/HOST/FOLDER:ro",
                "FILE_SYSTEM | ../etc | vex:grant t fileSystem /GUEST=/HOST/FOLDER:ro",
                "FILE_SYSTEM | /a;rm | vex:grant t fileSystem /GUEST=/HOST/FOLDER:ro",
                "NETWORK | https://a.org | vex:grant t network https://a.org",
                "NETWORK | HTTPS://a | vex:grant t network https://HOST",
                "SECRET | A_KEY --origin https://a.org --header x-key | vex:grant t secret A_KEY"
                        + " --origin https://a.org --header x-key",
                "SECRET | A_KEY | vex:grant t secret A_KEY --origin https://HOST --header"
                        + " authorization",
                "SECRET | A_KEY; rm | vex:grant t secret NAME --origin https://HOST --header"
                        + " authorization",
                "CRYPTOGRAPHY | random_get | vex:grant t cryptography",
                "SUBPROCESS | x | none: it is never granted",
            })
    void comesWithTheCommandThatWouldAllowIt(
            Capability capability, String subject, String command) {
        assertEquals(command, GrantHint.command("t", capability, subject));
    }
}
