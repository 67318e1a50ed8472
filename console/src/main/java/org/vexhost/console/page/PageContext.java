package org.vexhost.console.page;

import java.util.Optional;
import org.vexhost.api.web.WebRequest;
import org.vexhost.console.form.SentForm;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.host.LoadHistory;
import org.vexhost.console.session.OperatorSession;

/**
 * The data from which a page is rendered.
 *
 * @param path the part of the request's path after the page's own path; may be empty
 * @param form the form that the browser sent, if the page responds to a form
 */
public record PageContext(
        HostServices host,
        LoadHistory history,
        OperatorSession session,
        WebRequest request,
        String path,
        Optional<SentForm> form) {

    /** Returns whether the page refreshes itself. */
    public boolean isLive() {
        return !request.parameter("live").equals(Optional.of("off"));
    }
}
