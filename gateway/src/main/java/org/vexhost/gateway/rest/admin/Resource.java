package org.vexhost.gateway.rest.admin;

import org.vexhost.api.admin.AdministrationException;
import org.vexhost.gateway.http.HttpResponse;

/** Answers the requests of one word below {@code /admin/v1/}. Thread-safe. */
@FunctionalInterface
interface Resource {

    /**
     * Answers; may block, unless the method is GET.
     *
     * @throws RefusedException if the request cannot be used
     * @throws AdministrationException if the host does not carry it out
     */
    HttpResponse answer(AdminRequest request)
            throws RefusedException, AdministrationException, InterruptedException;
}
