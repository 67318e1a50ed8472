package org.vexhost.loader.shell.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a command prints that runs until it is interrupted: the pipe that it is in. */
public final class Screen {

    private final PrintStream out;
    private final PrintStream console;
    private final Ink.Use ink;

    /**
     * A screen.
     *
     * @param out the command's own pipe
     * @param console where the session's last pipe ends: flushing a pipe does not flush it
     */
    Screen(PrintStream out, PrintStream console, Ink.Use ink) {
        this.out = out;
        this.console = console;
        this.ink = ink;
    }

    /** Prints text and a line feed. */
    public void print(String text) {
        // The pipe's stream would encode it as the process's locale says.
        byte[] bytes = (Ink.render(text, ink) + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
        console.flush();
    }

    /** Whether somebody can still read it. */
    public boolean isOpen() {
        return !out.checkError() && !console.checkError();
    }
}
