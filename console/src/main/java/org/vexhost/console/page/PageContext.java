package org.vexhost.console.page;

import java.util.Optional;
import org.vexhost.api.web.WebRequest;
import org.vexhost.console.form.SentForm;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.host.LoadHistory;
import org.vexhost.console.session.OperatorSession;

/**
 * What a page is made from.
 *
 * @param path the rest of the request's path below the page's own; may be empty
 * @param form what was sent, on a page that answers to a form
 */
public record PageContext(
        HostServices host,
        LoadHistory history,
        OperatorSession session,
        WebRequest request,
        String path,
        Optional<SentForm> form) {

    /** Whether the page refreshes itself. */
    public boolean isLive() {
        return !request.parameter("live").equals(Optional.of("off"));
    }
}
