package org.vexhost.console.html;

import java.util.List;
import java.util.Locale;

/**
 * Draws small charts as SVG. Only the shapes depend on the numbers; the style sheet sets colours
 * and line widths.
 */
public final class ChartWriter {

    private static final int WIDTH = 240;
    private static final int HEIGHT = 60;

    private ChartWriter() {}

    /**
     * Draws a line over time, below a title and a summary.
     *
     * @param values the values, oldest first, each 0 or more
     * @param summary the content of the chart in words, for readers who cannot see it
     */
    public static void line(HtmlWriter out, String title, String summary, List<Double> values) {
        begin(out, title, summary);
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = values.size() == 1 ? WIDTH : (double) i * WIDTH / (values.size() - 1);
            double y = max == 0 ? HEIGHT - 2 : HEIGHT - 2 - values.get(i) / max * (HEIGHT - 6);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        out.open("polyline").set("class", "line").set("points", points.toString().strip());
        out.close("polyline");
        end(out);
    }

    /**
     * Draws bars side by side.
     *
     * @param values the values from left to right, each 0 or more
     */
    public static void bars(HtmlWriter out, String title, String summary, List<Long> values) {
        begin(out, title, summary);
        long max = values.stream().mapToLong(Long::longValue).max().orElse(0);
        double step = values.isEmpty() ? WIDTH : (double) WIDTH / values.size();
        for (int i = 0; i < values.size(); i++) {
            double height = max == 0 ? 0 : (double) values.get(i) / max * (HEIGHT - 4);
            if (values.get(i) > 0) {
                rectangle(out, "bar", i * step, HEIGHT - Math.max(1, height), step * 0.9, height);
            }
        }
        end(out);
    }

    /**
     * Draws a gauge of how much of a whole is used.
     *
     * @param share the used share, 0 to 1
     */
    public static void gauge(HtmlWriter out, String title, String summary, double share) {
        begin(out, title, summary);
        double used = Math.min(1, Math.max(0, share)) * WIDTH;
        rectangle(out, "track", 0, HEIGHT / 2.0 - 8, WIDTH, 16);
        rectangle(out, "bar", 0, HEIGHT / 2.0 - 8, used, 16);
        end(out);
    }

    private static void rectangle(
            HtmlWriter out, String look, double x, double y, double width, double height) {
        out.open("rect")
                .set("class", look)
                .set("x", String.format(Locale.ROOT, "%.1f", x))
                .set("y", String.format(Locale.ROOT, "%.1f", y))
                .set("width", String.format(Locale.ROOT, "%.1f", width))
                .set("height", String.format(Locale.ROOT, "%.1f", Math.max(1, height)))
                .close("rect");
    }

    private static void begin(HtmlWriter out, String title, String summary) {
        out.open("figure")
                .open("figcaption")
                .element("strong", title)
                .text(" " + summary)
                .close("figcaption")
                .open("svg")
                .set("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
                .set("preserveAspectRatio", "none")
                .set("aria-hidden", "true")
                .set("focusable", "false");
    }

    private static void end(HtmlWriter out) {
        out.close("svg").close("figure");
    }
}
