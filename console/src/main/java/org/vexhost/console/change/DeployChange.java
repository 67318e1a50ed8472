package org.vexhost.console.change;

import java.time.Duration;
import java.util.List;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.UploadedFile;
import org.vexhost.console.form.BadFormException;

/**
 * The change at {@code /console/deploy}: deploys files that an operator chose or dropped on the
 * page.
 */
public final class DeployChange implements OperatorChange {

    private static final int MAX_FILES = 2;
    private static final int MAX_NAME_LENGTH = 128;
    private static final Duration WAIT = Duration.ofSeconds(30);

    @Override
    public Done make(ChangeRequest request)
            throws AdministrationException, BadFormException, InterruptedException {
        List<UploadedFile> files = request.form().files();
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new BadFormException(
                    "form has not 1 to %d files [%d]".formatted(MAX_FILES, files.size()));
        }
        for (UploadedFile file : files) {
            if (file.name().length() > MAX_NAME_LENGTH || !MessageText.isPrintable(file.name())) {
                throw new BadFormException(
                        "name of a file is not up to %d printable characters [%s]"
                                .formatted(MAX_NAME_LENGTH, MessageText.quote(file.name())));
            }
        }
        ToolInfo tool = request.tools().as(request.session().operator()).deploy(files, WAIT);
        String reason = tool.status().reason();
        boolean isKnown =
                ToolDefinition.NAME.matcher(tool.name()).matches()
                        && request.tools().tool(tool.name()).isPresent();
        return new Done(
                "%s is %s%s"
                        .formatted(
                                tool.name(),
                                tool.status().state(),
                                reason.isEmpty() ? "." : ": " + reason),
                isKnown ? "/console/tools/" + tool.name() : "/console/tools");
    }
}
