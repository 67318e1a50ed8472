package org.vexhost.console.html;

import java.util.List;

/**
 * A writer of a table. On a narrow screen, each row is shown as a card. A cell begins with a call
 * of {@link #cell}, and contains everything that is written until the next call. Used by one
 * thread.
 */
public final class TableWriter {

    private final HtmlWriter out;
    private final List<String> columns;
    private int column;
    private boolean isInCell;
    private boolean isInRow;

    /** Begins a table. */
    public TableWriter(HtmlWriter out, String caption, String... columns) {
        this.out = out;
        this.columns = List.of(columns);
        out.open("table").element("caption", caption).open("thead").open("tr");
        for (String each : columns) {
            out.open("th").set("scope", "col").text(each).close("th");
        }
        out.close("tr").close("thead").open("tbody");
    }

    /** Begins a row. */
    public TableWriter row() {
        endRow();
        out.open("tr");
        isInRow = true;
        return this;
    }

    /** Begins the next cell of the row, and returns the writer for its content. */
    public HtmlWriter cell() {
        endCell();
        out.open("td").set("data-label", columns.get(column++));
        isInCell = true;
        return out;
    }

    /** Writes a cell that contains only text. */
    public TableWriter cell(String text) {
        HtmlWriter ignored = cell().text(text);
        return this;
    }

    /** Writes a cell with a right-aligned number. */
    public TableWriter number(String text) {
        HtmlWriter ignored = cell().set("class", "number").text(text);
        return this;
    }

    /** Ends the table. */
    public void end() {
        endRow();
        out.close("tbody").close("table");
    }

    private void endCell() {
        if (isInCell) {
            out.close("td");
            isInCell = false;
        }
    }

    private void endRow() {
        endCell();
        if (isInRow) {
            out.close("tr");
            isInRow = false;
        }
        column = 0;
    }
}
