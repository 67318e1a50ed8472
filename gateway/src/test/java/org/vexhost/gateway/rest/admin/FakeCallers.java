package org.vexhost.gateway.rest.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;

/** One caller, {@code ci}, and a line for each thing an operator does. */
final class FakeCallers implements CallerAdministration {

    final List<String> done = new ArrayList<>();
    @Nullable AdministrationException failure;

    @Override
    public List<CallerInfo> callers() {
        return List.of(
                new CallerInfo(
                        "ci",
                        "token",
                        Optional.empty(),
                        List.of("csv-*"),
                        Set.of(CallerInfo.Role.CALL),
                        OptionalLong.of(60),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        5));
    }

    @Override
    public Optional<CallerInfo> caller(String name) {
        return callers().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    @Override
    public String add(Caller operator, String name, List<String> tools, List<CallerInfo.Role> roles)
            throws AdministrationException {
        doIt(operator, "add " + name + " " + tools + " " + roles);
        return "t0ken";
    }

    @Override
    public String renew(Caller operator, String name) throws AdministrationException {
        doIt(operator, "renew " + name);
        return "t1ken";
    }

    @Override
    public void remove(Caller operator, String name) throws AdministrationException {
        doIt(operator, "remove " + name);
    }

    private void doIt(Caller operator, String what) throws AdministrationException {
        done.add(operator + ": " + what);
        if (failure != null) {
            throw failure;
        }
    }
}
