package org.vexhost.distribution.admin.shell;

import java.util.List;
import org.apache.felix.gogo.jline.ParsedLineImpl;
import org.jline.reader.CompletingParsedLine;

/**
 * A parsed line whose completed words are escaped correctly. Gogo's own escaping can run past the
 * end of a changed text, and escapes only blanks.
 */
final class ShellLine implements CompletingParsedLine {

    private final ParsedLineImpl line;

    ShellLine(ParsedLineImpl line) {
        this.line = line;
    }

    /** Returns the quote at the beginning of the word under the cursor; 0 if there is none. */
    private char quote() {
        String raw = line.line();
        int start = line.cursor() - line.rawWordCursor();
        char first = start >= 0 && start < raw.length() ? raw.charAt(start) : 0;
        return first == '\'' || first == '"' ? first : 0;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return Escaping.of(candidate.toString(), quote(), complete);
    }

    @Override
    public int rawWordCursor() {
        return line.rawWordCursor();
    }

    @Override
    public int rawWordLength() {
        return line.rawWordLength();
    }

    @Override
    public String word() {
        return line.word();
    }

    @Override
    public int wordCursor() {
        return line.wordCursor();
    }

    @Override
    public int wordIndex() {
        return line.wordIndex();
    }

    @Override
    public List<String> words() {
        return line.words();
    }

    @Override
    public String line() {
        return line.line();
    }

    @Override
    public int cursor() {
        return line.cursor();
    }
}
