package org.vexhost.console.change;

import org.vexhost.api.admin.AdministrationException;
import org.vexhost.console.form.BadFormException;

/** A change that an operator makes with a form. */
public interface OperatorChange {

    /**
     * The outcome of a change.
     *
     * @param text the message that the next page shows
     * @param next the path of that page
     */
    record Done(String text, String next) {}

    /**
     * Makes the change.
     *
     * @throws AdministrationException if the host does not make the change
     * @throws BadFormException if the form has no valid values for this change
     */
    Done make(ChangeRequest request)
            throws AdministrationException, BadFormException, InterruptedException;
}
