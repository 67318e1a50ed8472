package org.vexhost.loader.shell.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.vexhost.api.MessageText;

/**
 * A table with aligned columns, for a terminal of 80 columns. Names and numbers are not broken if
 * possible. The last column takes the remaining width; if its text is too long, it continues on
 * further lines. A note belongs to the row above it, and wraps in the same way. The table makes all
 * texts printable, so a tool's text can neither control the terminal nor start a new line.
 */
public final class TextTable {

    public static final int WIDTH = 80;

    private static final String GAP = "  ";
    private static final String NOTE_INDENT = "    ";
    private static final int MIN_LAST_COLUMN = 20;

    private final List<String> header;
    private UnaryOperator<String> paint = UnaryOperator.identity();
    private final List<Line> lines = new ArrayList<>();

    private sealed interface Line {}

    private record Row(List<String> cells) implements Line {}

    private record Note(String text) implements Line {}

    private record Whole(String first, String text) implements Line {}

    public TextTable(String... header) {
        this.header = List.of(header);
    }

    /**
     * Sets the colours of cells that fit on one line. The header has no colours.
     *
     * @param painter maps a cell's text to coloured text; it must not add visible characters
     */
    public TextTable painted(UnaryOperator<String> painter) {
        paint = painter;
        return this;
    }

    public TextTable row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(
                    "row has %d cells for %d columns".formatted(cells.length, header.size()));
        }
        lines.add(new Row(Stream.of(cells).map(MessageText::printable).toList()));
        return this;
    }

    /**
     * Adds a row whose second cell is never wrapped, so that it can be copied. The cell must not
     * contain text of a guest.
     */
    public TextTable whole(String first, String text) {
        lines.add(new Whole(first, MessageText.printable(text)));
        return this;
    }

    public TextTable note(String text) {
        lines.add(new Note(MessageText.printable(text)));
        return this;
    }

    public String render() {
        int[] widths = widths();
        StringBuilder out = new StringBuilder();
        if (header.stream().anyMatch(each -> !each.isEmpty())) {
            append(out, header, widths, UnaryOperator.identity());
        }
        for (Line line : lines) {
            if (line instanceof Row row) {
                append(out, row.cells(), widths, paint);
            } else if (line instanceof Whole whole) {
                out.append(whole.first())
                        .append(" ".repeat(Math.max(0, widths[0] - whole.first().length())))
                        .append(GAP)
                        .append(whole.text())
                        .append('\n');
            } else if (line instanceof Note note) {
                for (String part : wrap(note.text(), WIDTH - NOTE_INDENT.length())) {
                    out.append(NOTE_INDENT).append(part).append('\n');
                }
            }
        }
        return out.length() == 0 ? "" : out.substring(0, out.length() - 1);
    }

    private int[] widths() {
        int last = header.size() - 1;
        int[] widths = new int[header.size()];
        int[] least = new int[header.size()];
        int used = 0;
        for (int column = 0; column < last; column++) {
            for (String cell : cells(column)) {
                widths[column] = Math.max(widths[column], cell.length());
                least[column] = Math.max(least[column], longestWord(cell));
            }
            used += widths[column] + GAP.length();
        }
        while (used > WIDTH - MIN_LAST_COLUMN) {
            int narrowed = widest(widths, least);
            if (narrowed < 0) {
                // Words must be broken, because the columns do not fit otherwise.
                Arrays.fill(least, 0);
                narrowed = widest(widths, least);
            }
            widths[narrowed]--;
            used--;
        }
        widths[last] = WIDTH - used;
        return widths;
    }

    private List<String> cells(int column) {
        List<String> cells = new ArrayList<>(List.of(header.get(column)));
        for (Line line : lines) {
            if (line instanceof Row row) {
                cells.add(row.cells().get(column));
            }
        }
        return cells;
    }

    private static int longestWord(String cell) {
        int longest = 0;
        for (String word : cell.split(" ", -1)) {
            longest = Math.max(longest, word.length());
        }
        return longest;
    }

    /** Returns the index of the widest column that can still be narrowed, or -1. */
    private static int widest(int[] widths, int[] least) {
        int found = -1;
        for (int column = 0; column < widths.length; column++) {
            if (widths[column] > least[column] && (found < 0 || widths[column] > widths[found])) {
                found = column;
            }
        }
        return found;
    }

    private static void append(
            StringBuilder out, List<String> cells, int[] widths, UnaryOperator<String> paint) {
        List<List<String>> parts = new ArrayList<>();
        int height = 1;
        for (int column = 0; column < widths.length; column++) {
            List<String> wrapped = wrap(cells.get(column), widths[column]);
            parts.add(wrapped);
            height = Math.max(height, wrapped.size());
        }
        for (int line = 0; line < height; line++) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                List<String> wrapped = parts.get(column);
                String part = line < wrapped.size() ? wrapped.get(line) : "";
                text.append(wrapped.size() == 1 ? paint.apply(part) : part);
                if (column < widths.length - 1) {
                    text.append(" ".repeat(widths[column] - part.length())).append(GAP);
                }
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }

    /**
     * Returns printable text, indented as below a heading; continuation lines are indented further.
     */
    public static String indented(String text) {
        return "  " + String.join("\n      ", wrap(MessageText.printable(text), WIDTH - 6));
    }

    /** Breaks text at spaces. A word that is too long is broken anywhere. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            if (space <= 0 && Character.isHighSurrogate(rest.charAt(end - 1)) && end > 1) {
                end--;
            }
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
