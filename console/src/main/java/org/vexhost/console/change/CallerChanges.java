package org.vexhost.console.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.console.form.BadFormException;
import org.vexhost.console.form.SentForm;

/** The changes at {@code /console/callers/WHAT}: adds or removes a caller, or renews its token. */
public final class CallerChanges implements OperatorChange {

    private static final String PAGE = "/console/callers";
    private static final String SHOWN_ONCE = "The token of %s, which is shown here once: %s";

    @Override
    public Done make(ChangeRequest request) throws AdministrationException, BadFormException {
        CallerAdministration callers = request.callers();
        Caller operator = request.session().operator();
        SentForm form = request.form();
        String name = form.required("name").strip();
        if (!ToolDefinition.NAME.matcher(name).matches()) {
            throw new BadFormException(
                    "name does not match %s [%s]"
                            .formatted(ToolDefinition.NAME.pattern(), MessageText.quote(name)));
        }
        return switch (String.join("/", request.words())) {
            case "add" -> {
                String token = callers.add(operator, name, patterns(form), roles(form));
                yield new Done(SHOWN_ONCE.formatted(name, token), PAGE);
            }
            case "renew" -> {
                String token = callers.renew(operator, name);
                yield new Done(SHOWN_ONCE.formatted(name, token), PAGE);
            }
            case "remove" -> {
                callers.remove(operator, name);
                yield new Done("Caller %s is removed.".formatted(name), PAGE);
            }
            default -> throw new BadFormException("nothing is here");
        };
    }

    private static List<String> patterns(SentForm form) {
        return Arrays.stream(form.value("tools").orElse("").split("[\\s,]+", -1))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static List<Role> roles(SentForm form) throws BadFormException {
        List<Role> roles = new ArrayList<>();
        for (Role role : Role.values()) {
            if (form.values("role").contains(role.name().toLowerCase(Locale.ROOT))) {
                roles.add(role);
            }
        }
        if (roles.isEmpty()) {
            throw new BadFormException("no role is chosen");
        }
        return roles;
    }
}
