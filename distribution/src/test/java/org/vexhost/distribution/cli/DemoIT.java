package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("The demo")
class DemoIT {

    @Test
    void callsEveryExampleAndSaysWhatItTook() throws Exception {
        Reply reply = HostProcess.command("demo");
        assertEquals(0, reply.status(), () -> reply.out() + reply.err());
        for (String example :
                new String[] {
                    "csv-summary", "echo", "json-diff", "regex-extract", "text-stats", "word-index"
                }) {
            assertTrue(
                    Pattern.compile(
                                    "^"
                                            + example
                                            + " [0-9.]+: .*\\R  arguments .*\\R  result .*\\R"
                                            + "  used       fuel [0-9,]+, ",
                                    Pattern.MULTILINE)
                            .matcher(reply.out())
                            .find(),
                    () -> "no " + example + " in\n" + reply.out());
        }
        assertTrue(reply.out().contains("start to first answer, with "), reply::out);
    }
}
