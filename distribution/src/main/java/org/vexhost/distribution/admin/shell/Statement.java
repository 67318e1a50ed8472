package org.vexhost.distribution.admin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.SyntaxError;

/**
 * A part of a script that runs and prints by itself: a pipe, or several that {@code &&} and {@code
 * ||} tie together.
 *
 * @param line where it begins, from 1
 * @param text as it was written
 */
record Statement(int line, String text) {

    private static final Set<String> SEPARATORS = Set.of(";", "\n", "&");

    /**
     * Takes a script apart. Nothing of one with a syntax error is run.
     *
     * @throws SyntaxError if it is not a script
     */
    static List<Statement> parse(String text) {
        String script = text.replace("\r\n", "\n");
        List<Statement> statements = new ArrayList<>();
        int start = -1;
        for (Parser.Executable token : new Parser(script).program().tokens()) {
            if (token instanceof Parser.Operator && SEPARATORS.contains(token.toString())) {
                if (start >= 0) {
                    // What runs in the background keeps its '&'.
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
