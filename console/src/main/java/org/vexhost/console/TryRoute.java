package org.vexhost.console;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.api.web.WebAnswer;
import org.vexhost.console.change.TryOut;
import org.vexhost.console.form.ArgumentsReader;
import org.vexhost.console.form.BadFormException;
import org.vexhost.console.form.SchemaFields;
import org.vexhost.console.form.SentForm;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.page.PageContext;
import org.vexhost.console.page.PageFrame;
import org.vexhost.console.page.TryPage;

/** Calls a tool with the values of its form, and shows the outcome. */
final class TryRoute {

    private final HostServices host;

    TryRoute(HostServices host) {
        this.host = host;
    }

    WebAnswer answer(PageContext context, SentForm form) throws InterruptedException {
        TryPage page = new TryPage(call(context, form));
        HtmlWriter out =
                PageFrame.begin(
                        page.title(context),
                        "/console/tools/" + context.path(),
                        context.session(),
                        context.request());
        page.write(out, context);
        return WebAnswers.page(200, PageFrame.end(out));
    }

    private TryOut.Outcome call(PageContext context, SentForm form) throws InterruptedException {
        String tool = context.path();
        Optional<ToolDefinition> definition =
                host.tools()
                        .flatMap(tools -> tools.tool(tool))
                        .flatMap(found -> found.serving().or(found::newest))
                        .map(VersionInfo::definition);
        Optional<ToolExecutor> executor = host.executor();
        if (definition.isEmpty() || executor.isEmpty() || !context.session().mayCall(tool)) {
            return new TryOut.NotCalled("There is no such tool.");
        }
        List<SchemaFields.Field> fields = SchemaFields.of(definition.get().parameters());
        try {
            Json arguments = ArgumentsReader.read(fields, form);
            return TryOut.call(executor.get(), context.session(), tool, arguments);
        } catch (BadFormException e) {
            return new TryOut.NotCalled(String.valueOf(e.getMessage()));
        }
    }
}
