package org.vexhost.loader.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.SecretAdministration;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.TerminalText;

/** The command that lists the names of secrets. It works if a module stores secrets. */
@Component(service = SecretCommands.class)
public final class SecretCommands {

    private volatile @Nullable SecretAdministration administration;

    /** Called by Declarative Services. */
    @Activate
    public SecretCommands() {}

    /** Sets the administration of secrets. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setAdministration(SecretAdministration installed) {
        administration = installed;
    }

    /** Removes the administration of secrets. Called by Declarative Services. */
    public void unsetAdministration(SecretAdministration gone) {
        if (administration == gone) {
            administration = null;
        }
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("secret")
                        .summary("lists the names of the secrets that tools can be granted")
                        .word("VERB", "list; nothing shows a value")
                        .example("vex:secret list")
                        .prints(this::run));
    }

    private String run(Arguments line) throws AdministrationException {
        if (!line.word(0).equals("list")) {
            throw line.wrong("'%s' is not list".formatted(TerminalText.line(line.word(0), 64)));
        }
        SecretAdministration secrets = administration;
        if (secrets == null) {
            throw new AdministrationException(
                    AdministrationException.Reason.NOT_FOUND,
                    "administration of secrets is not installed; no module of this host keeps"
                            + " secrets");
        }
        List<String> names = secrets.names();
        return names.isEmpty()
                ? "no secrets"
                : String.join(
                        "\n", names.stream().map(each -> TerminalText.line(each, 128)).toList());
    }
}
