package org.vexhost.console.change;

import org.vexhost.api.admin.AdministrationException;
import org.vexhost.console.form.BadFormException;

/** Something that an operator changes by a form. */
public interface OperatorChange {

    /**
     * What came of it.
     *
     * @param text the message on the next page
     * @param next the path of that page
     */
    record Done(String text, String next) {}

    /**
     * Makes it.
     *
     * @throws AdministrationException if the host does not
     * @throws BadFormException if the form is not one of this
     */
    Done make(ChangeRequest request)
            throws AdministrationException, BadFormException, InterruptedException;
}
