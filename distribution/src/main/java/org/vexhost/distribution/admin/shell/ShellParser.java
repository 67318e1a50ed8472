package org.vexhost.distribution.admin.shell;

import org.apache.felix.gogo.jline.ParsedLineImpl;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;

/** Parses lines with Gogo's parser. Completed words are escaped correctly. */
final class ShellParser implements Parser {

    private final Parser gogo = new org.apache.felix.gogo.jline.Parser();

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) throws SyntaxError {
        ParsedLine parsed = gogo.parse(line, cursor, context);
        return parsed instanceof ParsedLineImpl completing ? new ShellLine(completing) : parsed;
    }
}
