package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The frames that the log shows of a Java tool")
class AuthorFramesTest {

    private static StackTraceElement frame(String name, int line) {
        return new StackTraceElement(name, "run", name + ".java", line);
    }

    private static Exception failure(String message, StackTraceElement... frames) {
        Exception made = new Exception(message);
        made.setStackTrace(frames);
        return made;
    }

    @Test
    void areTheAuthorsWithTheCausesAndWithoutTheHosts() {
        Exception thrown =
                failure(
                        "outer",
                        frame("Library", 3),
                        frame("Author", 12),
                        new StackTraceElement(
                                JavaToolRun.class.getName(), "run", "JavaToolRun.java", 43),
                        frame("java.lang.Thread", 1));
        thrown.initCause(failure("inner\n\u001b[2J", frame("Author", 99)));
        assertEquals(
                " | at Library.run(Library.java:3) | at Author.run(Author.java:12)"
                        + " | caused by java.lang.Exception: inner\\u000a\\u001b[2J"
                        + " | at Author.run(Author.java:99)",
                AuthorFrames.of(thrown));
    }

    @Test
    void areCut() {
        StackTraceElement[] frames = new StackTraceElement[25];
        Arrays.fill(frames, frame("Author", 1));
        String text = AuthorFrames.of(failure("deep", frames));
        assertEquals(20, text.split(" \\| at ", -1).length - 1);
        assertEquals(" | 5 more", text.substring(text.length() - 9));
        Exception looping = failure("a");
        looping.initCause(failure("b").initCause(looping));
        assertEquals(5, AuthorFrames.of(looping).split("caused by").length);
        assertEquals("", AuthorFrames.of(failure("nowhere")));
    }
}
