package org.vexhost.gateway.rest.admin;

import org.vexhost.api.admin.AdministrationException;
import org.vexhost.gateway.http.HttpResponse;

/**
 * Handles all requests whose path has the same first segment below {@code /admin/v1/}. Thread-safe.
 */
@FunctionalInterface
interface Resource {

    /**
     * Handles a request. May block, unless the method is GET.
     *
     * @throws RefusedException if the request is invalid
     * @throws AdministrationException if the host cannot carry out the request
     */
    HttpResponse answer(AdminRequest request)
            throws RefusedException, AdministrationException, InterruptedException;
}
