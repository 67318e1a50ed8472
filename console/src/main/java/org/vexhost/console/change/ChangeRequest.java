package org.vexhost.console.change;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.console.form.SentForm;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.session.OperatorSession;

/**
 * A request of an operator for a change.
 *
 * @param words the segments of the path that follow the name of the change
 */
public record ChangeRequest(
        HostServices host, OperatorSession session, List<String> words, SentForm form) {

    /** Copies the list. */
    public ChangeRequest {
        words = List.copyOf(words);
    }

    ToolAdministration tools() throws AdministrationException {
        return present(host.tools());
    }

    CallerAdministration callers() throws AdministrationException {
        return present(host.callers());
    }

    private static <T> T present(Optional<T> service) throws AdministrationException {
        return service.orElseThrow(
                () ->
                        new AdministrationException(
                                AdministrationException.Reason.FAILED,
                                "the host is starting or stopping"));
    }
}
