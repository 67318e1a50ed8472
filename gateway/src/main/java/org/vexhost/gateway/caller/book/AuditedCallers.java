package org.vexhost.gateway.caller.book;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;

/**
 * Administers callers, and writes a line to the audit log before and after each change. No line
 * contains a token.
 */
final class AuditedCallers implements CallerAdministration {

    private static final String CALLER = "caller";

    private final CallerAdministration callers;
    private final Supplier<AuditTrail> audit;

    AuditedCallers(CallerAdministration callers, Supplier<AuditTrail> audit) {
        this.callers = callers;
        this.audit = audit;
    }

    /** A change of callers. */
    private interface Task {
        String run() throws AdministrationException;
    }

    private String audited(Caller who, String action, Map<String, String> facts, Task task)
            throws AdministrationException {
        AuditTrail.Change change = audit.get().begin(who, action, facts);
        try {
            String result = task.run();
            change.done(Map.of());
            return result;
        } catch (AdministrationException e) {
            change.failed(String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException | Error e) {
            change.failed("the host failed; it may have been made [%s]".formatted(e));
            throw e;
        }
    }

    @Override
    public List<CallerInfo> callers() {
        return callers.callers();
    }

    @Override
    public Optional<CallerInfo> caller(String name) {
        return callers.caller(name);
    }

    @Override
    public String add(Caller operator, String name, List<String> tools, List<CallerInfo.Role> roles)
            throws AdministrationException {
        return audited(
                operator,
                "caller.add",
                Map.of(CALLER, name, "tools", tools.toString(), "roles", roles.toString()),
                () -> callers.add(operator, name, tools, roles));
    }

    @Override
    public String renew(Caller operator, String name) throws AdministrationException {
        return audited(
                operator,
                "caller.renew",
                Map.of(CALLER, name),
                () -> callers.renew(operator, name));
    }

    @Override
    public void remove(Caller operator, String name) throws AdministrationException {
        String ignored =
                audited(
                        operator,
                        "caller.remove",
                        Map.of(CALLER, name),
                        () -> {
                            callers.remove(operator, name);
                            return name;
                        });
    }
}
