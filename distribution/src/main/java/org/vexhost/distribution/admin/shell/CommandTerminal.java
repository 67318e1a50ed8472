package org.vexhost.distribution.admin.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.InfoCmp;

/**
 * A terminal for a single command. It takes its capabilities from the terminal library's own table.
 * By default, the library would run the program {@code infocmp}. That takes time, and fails if the
 * system has no thread or process left.
 */
public final class CommandTerminal extends DumbTerminal {

    /** Creates a terminal over the streams of a client. */
    public CommandTerminal(InputStream in, OutputStream out) throws IOException {
        super("vexhost", Terminal.TYPE_DUMB, in, out, StandardCharsets.UTF_8);
    }

    /** Called by the constructor of the superclass. */
    @Override
    protected void parseInfoCmp() {
        InfoCmp.parseInfoCmp(InfoCmp.getDefaultInfoCmp(type), bools, ints, strings);
    }
}
