package org.vexhost.distribution.admin.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Process;
import org.vexhost.api.MessageText;

/** A process for commands that print names. Its standard output escapes unprintable characters. */
final class PrintableProcess implements Process {

    private final Process process;
    private final PrintStream out;

    /**
     * Wraps a process.
     *
     * @param severalLines whether one print may contain several lines; if false, a line feed within
     *     a print is part of a name and is escaped
     */
    PrintableProcess(Process process, boolean severalLines) {
        this.process = process;
        this.out =
                new PrintStream(
                        new Printable(process.out(), severalLines), true, StandardCharsets.UTF_8);
    }

    /** Escapes the text of each write. Gogo's commands write once for each print. */
    private static final class Printable extends FilterOutputStream {

        private final boolean severalLines;

        Printable(PrintStream out, boolean severalLines) {
            super(out);
            this.severalLines = severalLines;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            String end = text.endsWith("\n") ? "\n" : "";
            String whole = text.substring(0, text.length() - end.length());
            String safe =
                    severalLines
                            ? whole.lines()
                                    .map(MessageText::printable)
                                    .collect(Collectors.joining("\n"))
                            : MessageText.printable(whole);
            out.write((safe + end).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public InputStream in() {
        return process.in();
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return process.err();
    }

    @Override
    public Job job() {
        return process.job();
    }

    @Override
    public boolean isTty(int stream) {
        return process.isTty(stream);
    }

    @Override
    public void error(int status) {
        process.error(status);
    }
}
