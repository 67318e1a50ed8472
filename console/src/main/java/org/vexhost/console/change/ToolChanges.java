package org.vexhost.console.change;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.console.form.BadFormException;
import org.vexhost.console.form.SentForm;

/** The changes at {@code /console/tools/NAME/WHAT}: lifecycle, grants and approvals of one tool. */
public final class ToolChanges implements OperatorChange {

    private static final String TOOLS = "/console/tools";

    @Override
    public Done make(ChangeRequest request)
            throws AdministrationException, BadFormException, InterruptedException {
        if (request.words().size() != 2) {
            throw new BadFormException("nothing is here");
        }
        String name = request.words().get(0);
        ToolInfo tool =
                request.tools()
                        .tool(name)
                        .orElseThrow(
                                () ->
                                        new AdministrationException(
                                                AdministrationException.Reason.NOT_FOUND,
                                                "there is no tool " + MessageText.quote(name)));
        ToolOperations operations = request.tools().as(request.session().operator());
        String told = apply(operations, tool.name(), request.words().get(1), request.form());
        boolean hasPage =
                ToolDefinition.NAME.matcher(tool.name()).matches()
                        && !request.words().get(1).equals("undeploy");
        return new Done(told, hasPage ? TOOLS + "/" + tool.name() : TOOLS);
    }

    private static String apply(ToolOperations tools, String name, String what, SentForm form)
            throws AdministrationException, BadFormException, InterruptedException {
        switch (what) {
            case "enable" -> {
                tools.enable(name);
                return name + " is enabled.";
            }
            case "disable" -> {
                tools.disable(name);
                return name + " is disabled.";
            }
            case "undeploy" -> {
                int files = tools.undeploy(name).size();
                return "%s is undeployed; %d files were removed.".formatted(name, files);
            }
            case "grant" -> {
                Capability capability = capability(form);
                GrantsInfo ignored = tools.grantRequested(name, capability, form.value("digest"));
                return "%s is granted to %s.".formatted(capability.key(), name);
            }
            case "revoke" -> {
                Capability capability = capability(form);
                String value = form.value("value").orElse("");
                GrantsInfo ignored =
                        tools.revoke(
                                name, capability, value.isEmpty() ? List.of() : List.of(value));
                return "%s %s is revoked from %s."
                        .formatted(capability.key(), MessageText.escape(value, 256), name)
                        .replace("  ", " ");
            }
            case "approve" -> {
                PendingApproval approved =
                        tools.approve(name, Optional.of(form.required("digest")));
                return "Version %s of %s is approved.".formatted(approved.toVersion(), name);
            }
            case "distrust" -> {
                GrantsInfo ignored =
                        tools.grant(
                                name,
                                List.of(),
                                Optional.of(GrantsInfo.Updates.APPROVE),
                                form.value("digest"));
                return "Updates of %s wait for approval.".formatted(name);
            }
            default -> throw new BadFormException("nothing is here");
        }
    }

    private static Capability capability(SentForm form) throws BadFormException {
        String word = form.required("capability");
        return Capability.find(word)
                .orElseThrow(
                        () ->
                                new BadFormException(
                                        "capability is not known [%s]"
                                                .formatted(MessageText.quote(word))));
    }
}
