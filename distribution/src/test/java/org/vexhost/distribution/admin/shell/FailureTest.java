package org.vexhost.distribution.admin.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;

@DisplayName("A failure of the shell")
class FailureTest {

    private static Failure of(Throwable thrown) {
        return Failure.of(thrown, List.of());
    }

    @Test
    void isOneLineThatDrivesNoTerminal() {
        ToolError error =
                ToolError.of(ErrorReason.TRAP, "a", "Tool 'a' trapped [\u001b[2J\nC:\\u000a]");
        String line = "EXECUTION_FAILED/TRAP: Tool 'a' trapped [\\u001b[2J\\u000aC:\\u000a]";
        assertEquals(line, Failure.line(error));
        assertEquals(new Failure(line, 1), of(error.toException()));
        assertEquals(new Failure("a\\u000ab\\u001b[2J", 1), of(new IOException("a\nb\u001b[2J")));
    }

    @Test
    void forLackOfRoomIsOneThatMayWorkLater() {
        Failure later =
                new Failure(
                        "UNAVAILABLE/OVERLOADED: host has no thread or no memory for this command;"
                                + " try again later",
                        5);
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        assertEquals(later, of(noThread));
        assertEquals(later, of(new ExecutionException(noThread)));
        assertEquals(later, of(new RejectedExecutionException("no thread is free")));
    }

    @Test
    void hasNoNamesOfJava() {
        assertEquals(
                new Failure("disk is full", 1),
                of(new IOException("java.io.IOException: disk is full")));
        assertEquals(
                new Failure("disk is full", 1),
                of(new ExecutionException(new IOException("disk is full"))));
        assertEquals(new Failure("no such file: /x", 1), of(new NoSuchFileException("/x")));
        assertEquals(
                new Failure("file cannot be opened: permission denied [/x]", 1),
                of(new AccessDeniedException("/x")));
        assertEquals(
                new Failure("command failed; the host's log says why", 1), of(new IOException()));
        assertEquals(
                new Failure("command failed; the host's log says why", 1),
                of(new ClassCastException("class a.B cannot be cast to class c.D")));
    }
}
