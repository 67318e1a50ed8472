package org.vexhost.distribution.admin.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.api.MessageText;

/**
 * The standard error of a session. Gogo prints failures in a pipe as {@code gogo: ToolException:
 * …}. This stream removes that prefix, which contains the name of a Java class.
 */
public final class PipeErrors extends FilterOutputStream {

    private static final Pattern MESSAGE =
            Pattern.compile("gogo: \\w+(?:Exception|Error): (.*)\n", Pattern.DOTALL);

    /** Wraps the real standard error. */
    public PipeErrors(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Matcher message =
                MESSAGE.matcher(new String(bytes, offset, length, StandardCharsets.UTF_8));
        if (message.matches()) {
            String line = MessageText.printable(message.group(1)) + "\n";
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } else {
            out.write(bytes, offset, length);
        }
    }
}
