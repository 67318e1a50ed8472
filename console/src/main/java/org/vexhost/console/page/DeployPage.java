package org.vexhost.console.page;

import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;

/** The page with the form that deploys a tool. */
public final class DeployPage implements Page {

    @Override
    public String title(PageContext context) {
        return "Deploy";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        out.element(
                "p",
                "A jar, a module with its descriptor inside, or a module and its NAME.tool.json:"
                        + " they go into the tools folder, as if somebody had put them there."
                        + " A tool of the same name is updated.");
        FormWriter.beginWithFiles(out, "/console/deploy", context.session().formToken());
        out.open("p")
                .open("label")
                .set("for", "files")
                .text("Files, 64 MiB at most")
                .close("label")
                .open("input")
                .set("id", "files")
                .set("type", "file")
                .set("name", "files")
                .set("multiple", "")
                .set("required", "")
                .set("accept", ".wasm,.json,.jar")
                .set("aria-describedby", "files-hint")
                .close("input")
                .open("span")
                .set("id", "files-hint")
                .set("class", "hint")
                .text("With script on, files may also be dropped anywhere into this frame.")
                .close("span")
                .close("p");
        FormWriter.button(out, "Deploy").close("form");
    }
}
