package org.vexhost.loader.shell.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The output of a command that prints while it runs. It writes to the command's pipe. */
public final class Screen {

    private final PrintStream out;
    private final PrintStream console;
    private final Ink.Use ink;

    /**
     * Creates a screen.
     *
     * @param out the command's own pipe
     * @param console the output at the end of the session's last pipe; flushing {@code out} does
     *     not flush it
     * @param ink whether to use colours
     */
    Screen(PrintStream out, PrintStream console, Ink.Use ink) {
        this.out = out;
        this.console = console;
        this.ink = ink;
    }

    /** Prints text and a line feed. */
    public void print(String text) {
        // The text is encoded here, because the pipe's stream would use the encoding of the
        // process's locale.
        byte[] bytes = (Ink.render(text, ink) + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
        console.flush();
    }

    /** Whether the output can still be written. */
    public boolean isOpen() {
        return !out.checkError() && !console.checkError();
    }
}
