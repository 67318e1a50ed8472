package org.vexhost.gateway.rest.admin;

import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ProblemDetails;

/** A request that is answered with a problem before anything is changed. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HttpResponse answer;

    private RefusedException(HttpResponse answer, String message) {
        super(message, null, false, false);
        this.answer = answer;
    }

    /** With a status and a code; the detail is safe to print. */
    static RefusedException of(int status, String code, String detail) {
        return new RefusedException(ProblemDetails.of(status, code, detail), detail);
    }

    /** The request itself is not acceptable. */
    static RefusedException invalid(String detail) {
        return of(400, "INVALID", detail);
    }

    static RefusedException notFound(String detail) {
        return of(404, "NOT_FOUND", detail);
    }

    /** A method that a path does not have. */
    static RefusedException method(String allowed) {
        return new RefusedException(ProblemDetails.methodNotAllowed(allowed), allowed);
    }

    HttpResponse answer() {
        return answer;
    }
}
