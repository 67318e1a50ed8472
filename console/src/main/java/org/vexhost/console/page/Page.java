package org.vexhost.console.page;

import org.vexhost.console.html.HtmlWriter;

/** The content of a page. */
public interface Page {

    /** Returns the title, which is a constant or a printable name. */
    String title(PageContext context);

    /**
     * Writes the content, from its first heading.
     *
     * @throws NoSuchPageException if {@link PageContext#path} names nothing
     */
    void write(HtmlWriter out, PageContext context) throws NoSuchPageException;
}
