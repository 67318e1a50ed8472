package org.vexhost.loader.deploy.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.loader.deploy.core.Deployment;
import org.vexhost.loader.deploy.core.DeploymentTable;

/**
 * A check, before anything is copied, that a copy affects no other tool.
 *
 * @param others the other artifacts in the tools folder, with their files
 * @param ownNames the tool names of the existing artifact with the same id; empty if there is none
 *     or its names are unknown
 * @param holder the artifact that owns the tool's name; empty if there is none
 */
record CopyCheck(OtherTools others, List<String> ownNames, Optional<String> holder) {

    CopyCheck {
        ownNames = List.copyOf(ownNames);
    }

    /** Collects these facts. Runs on the control thread. */
    static CopyCheck of(DeploymentTable table, ToolSource source) {
        Optional<Deployment> own = table.find(source.id());
        return new CopyCheck(
                OtherTools.of(table, source.id()),
                own.map(deployment -> names(table, deployment)).orElse(List.of()),
                source.tool().flatMap(table::deployed).map(deployment -> deployment.id()));
    }

    /** Returns the names that a deployment owns, or else the name in its last read descriptor. */
    private static List<String> names(DeploymentTable table, Deployment deployment) {
        List<String> held = table.namesOf(deployment);
        return held.isEmpty()
                ? deployment
                        .state()
                        .read()
                        .map(details -> List.of(details.definition().name()))
                        .orElse(held)
                : held;
    }

    void require(ToolSource source, Path tools) throws IOException, AdminException {
        Optional<String> tool = source.tool();
        if (holder.isPresent() && !holder.get().equals(source.id())) {
            throw new AdminException(
                    Reason.CONFLICT,
                    "Tool '%s' is deployed from %s already; vex:undeploy it first"
                            .formatted(tool.orElse(""), MessageText.quote(holder.get())));
        }
        if (!ownNames.isEmpty() && tool.filter(ownNames::contains).isEmpty()) {
            throw new AdminException(
                    Reason.CONFLICT,
                    "%s is there as tool '%s' already, and would become %s; rename it, or vex:undeploy that tool first"
                            .formatted(
                                    MessageText.quote(source.id()),
                                    String.join("', '", ownNames),
                                    tool.map(name -> "tool '" + name + "'")
                                            .orElse("a tool whose descriptor cannot be read")));
        }
        Path real = OtherTools.real(tools);
        for (Map.Entry<Path, Path> file : source.files().entrySet()) {
            requireFree(file.getValue(), real);
        }
    }

    private void requireFree(Path target, Path tools) throws IOException, AdminException {
        Path folder = target.getParent();
        if (folder == null || !OtherTools.real(folder).startsWith(tools)) {
            throw new AdminException(
                    "%s is by a link outside of the tools folder"
                            .formatted(MessageText.quote(target.toString())));
        }
        Optional<String> owner = others.owner(target);
        if (owner.isPresent()) {
            throw new AdminException(
                    Reason.CONFLICT,
                    "%s belongs to %s already; rename the file, or deploy a folder or a jar"
                            .formatted(
                                    MessageText.quote(target.toString()),
                                    MessageText.quote(owner.get())));
        }
    }
}
