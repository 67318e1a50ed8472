package org.vexhost.console.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Markup")
class HtmlWriterTest {

    private final HtmlWriter out = new HtmlWriter();

    @Test
    void isNotMadeFromTextOrValues() {
        out.open("p").set("title", "\" onclick='a'").text("<b>&\u202e\r\u0000").close("p");
        assertEquals(
                "<!doctype html><p title=\"&quot; onclick=&#39;a&#39;\">"
                        + "&lt;b&gt;&amp;\\u202e\\u000d\\u0000</p>",
                out.toString());
    }

    @Test
    void endsShapesSoThatTheyDoNotNest() {
        out.open("svg").open("rect").close("rect").open("rect").close("rect").close("svg");
        assertEquals("<!doctype html><svg><rect></rect><rect></rect></svg>", out.toString());
    }

    @Test
    void doesNotEndWhatHasNoEnd() {
        out.open("p").open("br").close("br").close("p");
        assertEquals("<!doctype html><p><br></p>", out.toString());
    }

    @Test
    void isClosedInTheOrderItWasOpened() {
        out.open("p").open("b");
        assertThrows(IllegalStateException.class, () -> out.close("p"));
        HtmlWriter other = new HtmlWriter().open("p");
        assertThrows(IllegalStateException.class, other::toBytes);
    }

    @Test
    void takesAttributesBeforeContentOnly() {
        out.open("p").text("a");
        assertThrows(IllegalStateException.class, () -> out.set("id", "a"));
    }
}
