package org.vexhost.console.page;

import org.vexhost.console.html.HtmlWriter;

/** A page of the console, without the frame that all pages share. */
public interface Page {

    /** Returns the title, which is a constant or a printable name. */
    String title(PageContext context);

    /**
     * Writes the content of the page, which follows the frame's heading.
     *
     * @throws NoSuchPageException if {@link PageContext#path} does not name anything that the page
     *     can show
     */
    void write(HtmlWriter out, PageContext context) throws NoSuchPageException;
}
