package org.vexhost.distribution.admin.shell;

import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A highlighter whose failures do not end the session: the line then has no colours. */
final class SafeHighlighter extends Highlighter {

    private static final Logger LOG = LoggerFactory.getLogger(SafeHighlighter.class);

    SafeHighlighter(CommandSession session) {
        super(session);
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        try {
            return super.highlight(reader, buffer);
        } catch (RuntimeException e) {
            LOG.debug("line cannot be coloured", e);
            return new AttributedString(buffer);
        }
    }
}
