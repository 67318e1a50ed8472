package org.vexhost.gateway.rest.admin;

import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ProblemDetails;

/** Thrown when a request is rejected before anything is changed. Carries the response. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HttpResponse answer;

    private RefusedException(HttpResponse answer, String message) {
        super(message, null, false, false);
        this.answer = answer;
    }

    /** Creates an exception with status and code. The detail must be safe to print. */
    static RefusedException of(int status, String code, String detail) {
        return new RefusedException(ProblemDetails.of(status, code, detail), detail);
    }

    /** Creates an exception for an invalid request. */
    static RefusedException invalid(String detail) {
        return of(400, "INVALID", detail);
    }

    static RefusedException notFound(String detail) {
        return of(404, "NOT_FOUND", detail);
    }

    /** Creates an exception for a method that the path does not support. */
    static RefusedException method(String allowed) {
        return new RefusedException(ProblemDetails.methodNotAllowed(allowed), allowed);
    }

    HttpResponse answer() {
        return answer;
    }
}
