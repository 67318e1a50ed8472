package org.vexhost.distribution.admin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.SyntaxError;

/**
 * A statement of a script, which is run separately and whose result is printed: a pipe, or several
 * pipes that are joined by {@code &&} and {@code ||}.
 *
 * @param line number of the line in which the statement begins, from 1
 * @param text text of the statement
 */
record Statement(int line, String text) {

    private static final Set<String> SEPARATORS = Set.of(";", "\n", "&");

    /**
     * Splits a script into statements. The whole script is parsed first, so no statement of a
     * script with a syntax error runs.
     *
     * @throws SyntaxError if the text is not a valid script
     */
    static List<Statement> parse(String text) {
        String script = text.replace("\r\n", "\n");
        List<Statement> statements = new ArrayList<>();
        int start = -1;
        for (Parser.Executable token : new Parser(script).program().tokens()) {
            if (token instanceof Parser.Operator && SEPARATORS.contains(token.toString())) {
                if (start >= 0) {
                    // The text of a background statement includes its '&'.
                    boolean background = token.toString().equals("&");
                    int end = background ? token.start() + token.length() : token.start();
                    statements.add(of(script, start, end));
                }
                start = -1;
            } else if (start < 0) {
                start = token.start();
            }
        }
        if (start >= 0) {
            statements.add(of(script, start, script.length()));
        }
        return List.copyOf(statements);
    }

    private static Statement of(String script, int start, int end) {
        int line = 1 + (int) script.substring(0, start).chars().filter(c -> c == '\n').count();
        return new Statement(line, script.substring(start, end));
    }
}
