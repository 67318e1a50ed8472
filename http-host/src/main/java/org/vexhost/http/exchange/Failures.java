package org.vexhost.http.exchange;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolException;
import org.vexhost.api.MessageText;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.redact.Redaction;

/** Translates exceptions of the HTTP client to failures for the guest. */
final class Failures {

    private Failures() {}

    /**
     * Translates an exception.
     *
     * @param failure the exception
     * @param connect the time limit for a connection
     * @param redaction masks secrets in the text, which the server can influence
     * @throws InterruptedException if the cause is an interrupt of the thread
     */
    static HttpException of(IOException failure, Duration connect, Redaction redaction)
            throws InterruptedException {
        boolean timedOut = failure instanceof SocketTimeoutException;
        if (failure instanceof ClosedByInterruptException
                || (failure instanceof InterruptedIOException && !timedOut)
                || Thread.currentThread().isInterrupted()) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("request was ended");
            interrupted.initCause(failure);
            throw interrupted;
        }
        if (failure instanceof ConnectTimeoutException) {
            return new HttpException(
                    HttpError.CONNECT,
                    "connecting took longer than %d ms".formatted(connect.toMillis()),
                    failure);
        }
        if (failure instanceof SocketTimeoutException) {
            return new HttpException(
                    HttpError.TIMEOUT, "server sent nothing within the request's time", failure);
        }
        if (failure instanceof SSLException) {
            return with(HttpError.TLS, "no trusted connection", failure, redaction);
        }
        if (failure instanceof MessageConstraintException) {
            return with(
                    HttpError.TOO_LARGE, "header of the response is too large", failure, redaction);
        }
        if (failure instanceof ClientProtocolException
                || failure instanceof NoHttpResponseException) {
            return isConstraint(failure)
                    ? with(
                            HttpError.TOO_LARGE,
                            "header of the response is too large",
                            failure,
                            redaction)
                    : with(HttpError.PROTOCOL, "answer is not HTTP", failure, redaction);
        }
        if (failure instanceof ConnectionClosedException
                || failure.getCause() instanceof ProtocolException
                || failure.getCause() instanceof ParseException) {
            return with(
                    HttpError.PROTOCOL, "response ended early, or is not HTTP", failure, redaction);
        }
        return with(HttpError.CONNECT, "no connection", failure, redaction);
    }

    /**
     * Returns an exception with the class name and the stack trace of the original one. The text is
     * left out, since it may contain data of the request.
     */
    static Throwable withoutText(Throwable failure) {
        IllegalStateException place = new IllegalStateException(failure.getClass().getName());
        place.setStackTrace(failure.getStackTrace());
        return place;
    }

    private static boolean isConstraint(Throwable failure) {
        return failure.getCause() instanceof MessageConstraintException;
    }

    /**
     * Creates an exception with the redacted text. The original exception is not its cause, because
     * the server can influence the original text.
     */
    private static HttpException with(
            HttpError error, String what, IOException failure, Redaction redaction) {
        String why =
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName()
                        : failure.getMessage();
        return new HttpException(
                error, "%s [%s]".formatted(what, MessageText.escape(redaction.redact(why), 200)));
    }
}
