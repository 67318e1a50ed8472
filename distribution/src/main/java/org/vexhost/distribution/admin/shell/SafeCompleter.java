package org.vexhost.distribution.admin.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;

/**
 * A completer whose failures are logged and do not end the session: it then offers no completions.
 * Candidates with control characters are omitted.
 */
final class SafeCompleter implements Completer {

    private static final Logger LOG = LoggerFactory.getLogger(SafeCompleter.class);

    private final Completer unsafe;

    SafeCompleter(Completer unsafe) {
        this.unsafe = unsafe;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<Candidate> found = new ArrayList<>();
        try {
            unsafe.complete(reader, line, found);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("completion failed", e);
            return;
        }
        found.removeIf(each -> !MessageText.isPrintable(each.value()));
        candidates.addAll(found);
    }
}
