package org.vexhost.console.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

@DisplayName("A chart")
class ChartWriterTest {

    private final HtmlWriter out = new HtmlWriter();

    /** The shapes beside each other in the picture. */
    private List<Element> shapes() throws Exception {
        String text = out.toString().replace("<!doctype html>", "");
        Element figure =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement();
        Element picture = (Element) figure.getElementsByTagName("svg").item(0);
        return IntStream.range(0, picture.getChildNodes().getLength())
                .mapToObj(i -> (Element) picture.getChildNodes().item(i))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 1 2|0.0,58.0 120.0,31.0 240.0,4.0",
                "0 0|0.0,58.0 240.0,58.0",
                "7|240.0,4.0",
                "''|''"
            })
    void ofALineGoesFromTheOldestToTheHighest(String values, String points) throws Exception {
        List<Double> numbers =
                values.isEmpty()
                        ? List.of()
                        : List.of(values.split(" ", -1)).stream().map(Double::valueOf).toList();
        ChartWriter.line(out, "Calls", "none", numbers);
        assertEquals(1, shapes().size());
        assertEquals(points, shapes().get(0).getAttribute("points"));
    }

    @Test
    void ofBarsHasThemBesideEachOther() throws Exception {
        ChartWriter.bars(out, "Times", "none", List.of(1L, 0L, 2L));
        List<Element> bars = shapes();
        assertEquals(2, bars.size());
        assertEquals("0.0", bars.get(0).getAttribute("x"));
        assertEquals("28.0", bars.get(0).getAttribute("height"));
        assertEquals("160.0", bars.get(1).getAttribute("x"));
        assertEquals("56.0", bars.get(1).getAttribute("height"));
    }

    @Test
    void ofNothingHasNoBars() throws Exception {
        ChartWriter.bars(out, "Times", "none", List.of());
        assertEquals(List.of(), shapes());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 120.0", "1, 240.0", "2, 240.0", "0, 0.0", "-1, 0.0"})
    void ofAShareStaysInItsTrack(double share, String width) throws Exception {
        ChartWriter.gauge(out, "Memory", "none", share);
        List<Element> both = shapes();
        assertEquals(2, both.size());
        assertEquals("240.0", both.get(0).getAttribute("width"));
        assertEquals(width, both.get(1).getAttribute("width"));
    }

    @Test
    void saysInWordsWhatItShows() {
        ChartWriter.gauge(out, "<b>", "1 & 2", 0.5);
        String text = out.toString();
        assertEquals(
                "<strong>&lt;b&gt;</strong> 1 &amp; 2",
                text.replaceAll("(?s).*<figcaption>(.*)</figcaption>.*", "$1"));
    }
}
