package org.vexhost.console.page;

import org.vexhost.console.html.HtmlWriter;

/** The inside of a page. */
public interface Page {

    /** Its title, which is a constant or a name that is printable. */
    String title(PageContext context);

    /**
     * Writes it, from its first heading on.
     *
     * @throws NoSuchPageException if the rest of the path names nothing
     */
    void write(HtmlWriter out, PageContext context) throws NoSuchPageException;
}
